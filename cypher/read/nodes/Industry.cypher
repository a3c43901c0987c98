// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (n:Industry:Zonegraph)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.evidence AS evidence,
  n.documents AS documents;

// by id
UNWIND $rows AS row
MATCH (n:Industry:Zonegraph {id: row.id})
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.evidence AS evidence,
  n.documents AS documents;

// by document
MATCH (n:Industry:Zonegraph)
WHERE any(document IN n.documents WHERE document IN $documents)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.evidence AS evidence,
  n.documents AS documents;
