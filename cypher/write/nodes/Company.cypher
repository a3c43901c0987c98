// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert
UNWIND $rows AS row
MERGE (n:Company:Zonegraph {id: row.id})
SET
  n.type = row.type,
  n.name = row.name,
  n.aliases = row.aliases,
  n.credit_code = row.credit_code,
  n.full_name = row.full_name,
  n.short_name = row.short_name,
  n.stock_code = row.stock_code,
  n.evidence = row.evidence,
  n.documents = row.documents;

// remove
UNWIND $rows AS row
MATCH (n:Company:Zonegraph {id: row.id})
DETACH DELETE n;
