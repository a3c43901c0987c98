// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Zone Industry
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Industry:Zonegraph {id: row.target})
MERGE (a)-[r:FOCUSES_ON {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Industry
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:FOCUSES_ON {key: row.key}]->(b:Industry:Zonegraph {id: row.target})
DELETE r;
