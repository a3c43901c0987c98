// Ids are unique: over everything of ours, and in every type. Released files are never edited.

// zonegraph_id
CREATE CONSTRAINT zonegraph_id IF NOT EXISTS
FOR (n:Zonegraph) REQUIRE n.id IS UNIQUE;

// zonegraph_zone_id
CREATE CONSTRAINT zonegraph_zone_id IF NOT EXISTS
FOR (n:Zone) REQUIRE n.id IS UNIQUE;

// zonegraph_company_id
CREATE CONSTRAINT zonegraph_company_id IF NOT EXISTS
FOR (n:Company) REQUIRE n.id IS UNIQUE;

// zonegraph_project_id
CREATE CONSTRAINT zonegraph_project_id IF NOT EXISTS
FOR (n:Project) REQUIRE n.id IS UNIQUE;

// zonegraph_leader_id
CREATE CONSTRAINT zonegraph_leader_id IF NOT EXISTS
FOR (n:Leader) REQUIRE n.id IS UNIQUE;

// zonegraph_policy_id
CREATE CONSTRAINT zonegraph_policy_id IF NOT EXISTS
FOR (n:Policy) REQUIRE n.id IS UNIQUE;

// zonegraph_organization_id
CREATE CONSTRAINT zonegraph_organization_id IF NOT EXISTS
FOR (n:Organization) REQUIRE n.id IS UNIQUE;

// zonegraph_place_id
CREATE CONSTRAINT zonegraph_place_id IF NOT EXISTS
FOR (n:Place) REQUIRE n.id IS UNIQUE;

// zonegraph_industry_id
CREATE CONSTRAINT zonegraph_industry_id IF NOT EXISTS
FOR (n:Industry) REQUIRE n.id IS UNIQUE;

// zonegraph_indicator_id
CREATE CONSTRAINT zonegraph_indicator_id IF NOT EXISTS
FOR (n:Indicator) REQUIRE n.id IS UNIQUE;

// zonegraph_document_id
CREATE CONSTRAINT zonegraph_document_id IF NOT EXISTS
FOR (n:Document) REQUIRE n.id IS UNIQUE;
