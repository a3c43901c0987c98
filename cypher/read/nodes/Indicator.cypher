// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (n:Indicator:Zonegraph)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.growth AS growth,
  n.period AS period,
  n.target AS target,
  n.unit AS unit,
  n.value AS value,
  n.value_text AS value_text,
  n.evidence AS evidence,
  n.documents AS documents;

// by id
UNWIND $rows AS row
MATCH (n:Indicator:Zonegraph {id: row.id})
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.growth AS growth,
  n.period AS period,
  n.target AS target,
  n.unit AS unit,
  n.value AS value,
  n.value_text AS value_text,
  n.evidence AS evidence,
  n.documents AS documents;

// by document
MATCH (n:Indicator:Zonegraph)
WHERE any(document IN n.documents WHERE document IN $documents)
RETURN
  n.id AS id,
  n.type AS type,
  n.name AS name,
  n.aliases AS aliases,
  n.growth AS growth,
  n.period AS period,
  n.target AS target,
  n.unit AS unit,
  n.value AS value,
  n.value_text AS value_text,
  n.evidence AS evidence,
  n.documents AS documents;
