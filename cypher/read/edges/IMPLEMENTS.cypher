// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (a:Zonegraph)-[r:IMPLEMENTS]->(b:Zonegraph)
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
MATCH (a:Zonegraph)-[r:IMPLEMENTS]->(b:Zonegraph)
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

// by key Zone Policy
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:IMPLEMENTS {key: row.key}]->(b:Policy:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Organization Policy
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:IMPLEMENTS {key: row.key}]->(b:Policy:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;
