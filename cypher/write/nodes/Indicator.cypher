// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert
UNWIND $rows AS row
MERGE (n:Indicator:Zonegraph {id: row.id})
SET
  n.type = row.type,
  n.name = row.name,
  n.aliases = row.aliases,
  n.growth = row.growth,
  n.period = row.period,
  n.target = row.target,
  n.unit = row.unit,
  n.value = row.value,
  n.value_text = row.value_text,
  n.evidence = row.evidence,
  n.documents = row.documents;

// remove
UNWIND $rows AS row
MATCH (n:Indicator:Zonegraph {id: row.id})
DETACH DELETE n;
