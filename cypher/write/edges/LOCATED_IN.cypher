// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Company Zone
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Company Zone
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Company Place
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})
MATCH (b:Place:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Company Place
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
DELETE r;

// upsert Project Zone
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Project Zone
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Project Place
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})
MATCH (b:Place:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Project Place
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
DELETE r;

// upsert Organization Zone
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Organization Zone
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Organization Place
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})
MATCH (b:Place:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Organization Place
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
DELETE r;

// upsert Zone Zone
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Zone
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Zone Place
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Place:Zonegraph {id: row.target})
MERGE (a)-[r:LOCATED_IN {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Place
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
DELETE r;
