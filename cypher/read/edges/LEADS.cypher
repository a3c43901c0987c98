// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (a:Zonegraph)-[r:LEADS]->(b:Zonegraph)
WHERE r.key IS NOT NULL
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.title AS title,
  r.evidence AS evidence,
  r.documents AS documents;

// by document
MATCH (a:Zonegraph)-[r:LEADS]->(b:Zonegraph)
WHERE r.key IS NOT NULL
  AND any(document IN r.documents WHERE document IN $documents)
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.title AS title,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Leader Zone
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})-[r:LEADS {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.title AS title,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Leader Organization
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})-[r:LEADS {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.title AS title,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Leader Company
UNWIND $rows AS row
MATCH (a:Leader:Zonegraph {id: row.source})-[r:LEADS {key: row.key}]->(b:Company:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.title AS title,
  r.evidence AS evidence,
  r.documents AS documents;
