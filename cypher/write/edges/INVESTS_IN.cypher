// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Company Project
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})
MATCH (b:Project:Zonegraph {id: row.target})
MERGE (a)-[r:INVESTS_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Company Project
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:INVESTS_IN {key: row.key}]->(b:Project:Zonegraph {id: row.target})
DELETE r;

// upsert Organization Project
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})
MATCH (b:Project:Zonegraph {id: row.target})
MERGE (a)-[r:INVESTS_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Organization Project
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:INVESTS_IN {key: row.key}]->(b:Project:Zonegraph {id: row.target})
DELETE r;
