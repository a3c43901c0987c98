// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Document Zone
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Zone
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Document Company
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Company:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Company
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Company:Zonegraph {id: row.target})
DELETE r;

// upsert Document Project
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Project:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Project
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Project:Zonegraph {id: row.target})
DELETE r;

// upsert Document Leader
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Leader:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Leader
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Leader:Zonegraph {id: row.target})
DELETE r;

// upsert Document Policy
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Policy:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Policy
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Policy:Zonegraph {id: row.target})
DELETE r;

// upsert Document Organization
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Organization:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Organization
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
DELETE r;

// upsert Document Place
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Place:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Place
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Place:Zonegraph {id: row.target})
DELETE r;

// upsert Document Industry
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Industry:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Industry
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Industry:Zonegraph {id: row.target})
DELETE r;

// upsert Document Indicator
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})
MATCH (b:Indicator:Zonegraph {id: row.target})
MERGE (a)-[r:MENTIONS {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Document Indicator
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Indicator:Zonegraph {id: row.target})
DELETE r;
