// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (a:Zonegraph)-[r]->(b:Zonegraph)
WHERE r.key IS NOT NULL
RETURN
  a.id AS source,
  a.type AS head,
  type(r) AS relation,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.documents AS documents,
  r.evidence AS evidence,
  r.title AS title;

// by key
MATCH (a:Zonegraph)-[r]->(b:Zonegraph)
WHERE a.id IN $sources AND r.key IN $keys
RETURN
  a.id AS source,
  a.type AS head,
  type(r) AS relation,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.documents AS documents,
  r.evidence AS evidence,
  r.title AS title;

// by document
MATCH (a:Zonegraph)-[r]->(b:Zonegraph)
WHERE r.key IS NOT NULL
  AND any(document IN r.documents WHERE document IN $documents)
RETURN
  a.id AS source,
  a.type AS head,
  type(r) AS relation,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.as_of AS as_of,
  r.documents AS documents,
  r.evidence AS evidence,
  r.title AS title;
