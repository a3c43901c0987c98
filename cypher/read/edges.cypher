// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (a:Zonegraph)
WITH a, [(a)-[r]->(b:Zonegraph)
  WHERE r.key IS NOT NULL
  | [type(r), b.id, b.type, r.key, r.as_of, r.documents, r.evidence, r.title]] AS edges
WHERE size(edges) > 0
RETURN a.id AS source, a.type AS head, edges;

// by key
MATCH (a:Zonegraph)
WHERE a.id IN $sources
WITH a, [(a)-[r]->(b:Zonegraph)
  WHERE r.key IN $keys
  | [type(r), b.id, b.type, r.key, r.as_of, r.documents, r.evidence, r.title]] AS edges
WHERE size(edges) > 0
RETURN a.id AS source, a.type AS head, edges;

// by document
MATCH (a:Zonegraph)
WITH a, [(a)-[r]->(b:Zonegraph)
  WHERE r.key IS NOT NULL AND any(document IN r.documents WHERE document IN $documents)
  | [type(r), b.id, b.type, r.key, r.as_of, r.documents, r.evidence, r.title]] AS edges
WHERE size(edges) > 0
RETURN a.id AS source, a.type AS head, edges;
