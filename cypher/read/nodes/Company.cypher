// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (n:Company:Zonegraph)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.credit_code AS credit_code,
  n.full_name AS full_name,
  n.short_name AS short_name,
  n.stock_code AS stock_code,
  n.evidence AS evidence,
  n.documents AS documents;

// by id
UNWIND $rows AS row
MATCH (n:Company:Zonegraph {id: row.id})
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.credit_code AS credit_code,
  n.full_name AS full_name,
  n.short_name AS short_name,
  n.stock_code AS stock_code,
  n.evidence AS evidence,
  n.documents AS documents;

// by document
MATCH (n:Company:Zonegraph)
WHERE any(document IN n.documents WHERE document IN $documents)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.credit_code AS credit_code,
  n.full_name AS full_name,
  n.short_name AS short_name,
  n.stock_code AS stock_code,
  n.evidence AS evidence,
  n.documents AS documents;
