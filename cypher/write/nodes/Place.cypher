// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert
UNWIND $rows AS row
MERGE (n:Place:Zonegraph {id: row.id})
SET
  n.type = row.type,
  n.name = row.name,
  n.aliases = row.aliases,
  n.code = row.code,
  n.level = row.level,
  n.evidence = row.evidence,
  n.documents = row.documents;

// remove
UNWIND $rows AS row
MATCH (n:Place:Zonegraph {id: row.id})
DETACH DELETE n;
