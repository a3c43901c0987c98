// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Company Industry
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})
MATCH (b:Industry:Zonegraph {id: row.target})
MERGE (a)-[r:IN_INDUSTRY {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Company Industry
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:IN_INDUSTRY {key: row.key}]->(b:Industry:Zonegraph {id: row.target})
DELETE r;

// upsert Project Industry
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})
MATCH (b:Industry:Zonegraph {id: row.target})
MERGE (a)-[r:IN_INDUSTRY {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Project Industry
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})-[r:IN_INDUSTRY {key: row.key}]->(b:Industry:Zonegraph {id: row.target})
DELETE r;
