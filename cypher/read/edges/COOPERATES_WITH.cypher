// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (a:Zonegraph)-[r:COOPERATES_WITH]->(b:Zonegraph)
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
MATCH (a:Zonegraph)-[r:COOPERATES_WITH]->(b:Zonegraph)
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

// by key Zone Zone
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Zone Company
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Company:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Zone Organization
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Company Zone
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Company Company
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Company:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Company Organization
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Organization Zone
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Organization Company
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Company:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Organization Organization
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:COOPERATES_WITH {key: row.key}]->(b:Organization:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;
