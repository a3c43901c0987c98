// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Zone Policy
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Policy:Zonegraph {id: row.target})
MERGE (a)-[r:IMPLEMENTS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Policy
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:IMPLEMENTS {key: row.key}]->(b:Policy:Zonegraph {id: row.target})
DELETE r;

// upsert Organization Policy
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})
MATCH (b:Policy:Zonegraph {id: row.target})
MERGE (a)-[r:IMPLEMENTS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Organization Policy
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:IMPLEMENTS {key: row.key}]->(b:Policy:Zonegraph {id: row.target})
DELETE r;
