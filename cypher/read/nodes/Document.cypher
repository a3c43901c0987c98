// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (n:Document:Zonegraph)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.encoding AS encoding,
  n.path AS path,
  n.published AS published,
  n.sha256 AS sha256,
  n.text AS text,
  n.title AS title,
  n.evidence AS evidence,
  n.documents AS documents,
  n.record AS record,
  n.run AS run;

// by id
UNWIND $rows AS row
MATCH (n:Document:Zonegraph {id: row.id})
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.encoding AS encoding,
  n.path AS path,
  n.published AS published,
  n.sha256 AS sha256,
  n.text AS text,
  n.title AS title,
  n.evidence AS evidence,
  n.documents AS documents,
  n.record AS record,
  n.run AS run;

// by document
MATCH (n:Document:Zonegraph)
WHERE any(document IN n.documents WHERE document IN $documents)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.encoding AS encoding,
  n.path AS path,
  n.published AS published,
  n.sha256 AS sha256,
  n.text AS text,
  n.title AS title,
  n.evidence AS evidence,
  n.documents AS documents,
  n.record AS record,
  n.run AS run;
