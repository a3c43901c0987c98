// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Leader Zone
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:LEADS {key: row.key}]->(b)
SET
  r.as_of = row.as_of,
  r.title = row.title,
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Leader Zone
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})-[r:LEADS {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Leader Organization
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})
MATCH (b:Organization:Zonegraph {id: row.target})
MERGE (a)-[r:LEADS {key: row.key}]->(b)
SET
  r.as_of = row.as_of,
  r.title = row.title,
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Leader Organization
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})-[r:LEADS {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
DELETE r;

// upsert Leader Company
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})
MATCH (b:Company:Zonegraph {id: row.target})
MERGE (a)-[r:LEADS {key: row.key}]->(b)
SET
  r.as_of = row.as_of,
  r.title = row.title,
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Leader Company
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})-[r:LEADS {key: row.key}]->(b:Company:Zonegraph {id: row.target})
DELETE r;
