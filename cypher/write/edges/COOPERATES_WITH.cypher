// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Zone Zone
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Zone
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Zone Company
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Company:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Company
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Company:Zonegraph {id: row.target})
DELETE r;

// upsert Zone Organization
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Organization:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Organization
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
DELETE r;

// upsert Company Zone
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Company Zone
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Company Company
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})
MATCH (b:Company:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Company Company
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Company:Zonegraph {id: row.target})
DELETE r;

// upsert Company Organization
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})
MATCH (b:Organization:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Company Organization
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
DELETE r;

// upsert Organization Zone
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})
MATCH (b:Zone:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Organization Zone
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
DELETE r;

// upsert Organization Company
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})
MATCH (b:Company:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Organization Company
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Company:Zonegraph {id: row.target})
DELETE r;

// upsert Organization Organization
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})
MATCH (b:Organization:Zonegraph {id: row.target})
MERGE (a)-[r:COOPERATES_WITH {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Organization Organization
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
DELETE r;
