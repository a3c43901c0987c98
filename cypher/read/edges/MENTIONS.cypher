// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (a:Zonegraph)-[r:MENTIONS]->(b:Zonegraph)
WHERE r.key IS NOT NULL
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by document
MATCH (a:Zonegraph)-[r:MENTIONS]->(b:Zonegraph)
WHERE r.key IS NOT NULL
  AND any(document IN r.documents WHERE document IN $documents)
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Zone
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Company
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Company:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Project
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Project:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Leader
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Leader:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Policy
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Policy:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Organization
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Place
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Place:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Industry
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Industry:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Document Indicator
UNWIND $rows AS row
MATCH (a:Document:Zonegraph {id: row.source})-[r:MENTIONS {key: row.key}]->(b:Indicator:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;
