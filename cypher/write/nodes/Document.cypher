// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert
UNWIND $rows AS row
MERGE (n:Document:Zonegraph {id: row.id})
SET
  n.type = row.type,
  n.name = row.name,
  n.aliases = row.aliases,
  n.encoding = row.encoding,
  n.path = row.path,
  n.published = row.published,
  n.sha256 = row.sha256,
  n.text = row.text,
  n.title = row.title,
  n.evidence = row.evidence,
  n.documents = row.documents,
  n.record = row.record,
  n.run = row.run;

// remove
UNWIND $rows AS row
MATCH (n:Document:Zonegraph {id: row.id})
DETACH DELETE n;
