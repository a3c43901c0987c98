// Things are found by name in every type, documents by their date of publication too.

// zonegraph_zone_name
CREATE INDEX zonegraph_zone_name IF NOT EXISTS
FOR (n:Zone) ON (n.name);

// zonegraph_company_name
CREATE INDEX zonegraph_company_name IF NOT EXISTS
FOR (n:Company) ON (n.name);

// zonegraph_project_name
CREATE INDEX zonegraph_project_name IF NOT EXISTS
FOR (n:Project) ON (n.name);

// zonegraph_leader_name
CREATE INDEX zonegraph_leader_name IF NOT EXISTS
FOR (n:Leader) ON (n.name);

// zonegraph_policy_name
CREATE INDEX zonegraph_policy_name IF NOT EXISTS
FOR (n:Policy) ON (n.name);

// zonegraph_organization_name
CREATE INDEX zonegraph_organization_name IF NOT EXISTS
FOR (n:Organization) ON (n.name);

// zonegraph_place_name
CREATE INDEX zonegraph_place_name IF NOT EXISTS
FOR (n:Place) ON (n.name);

// zonegraph_industry_name
CREATE INDEX zonegraph_industry_name IF NOT EXISTS
FOR (n:Industry) ON (n.name);

// zonegraph_indicator_name
CREATE INDEX zonegraph_indicator_name IF NOT EXISTS
FOR (n:Indicator) ON (n.name);

// zonegraph_document_name
CREATE INDEX zonegraph_document_name IF NOT EXISTS
FOR (n:Document) ON (n.name);

// zonegraph_document_published
CREATE INDEX zonegraph_document_published IF NOT EXISTS
FOR (n:Document) ON (n.published);
