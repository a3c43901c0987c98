// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// all
MATCH (a:Zonegraph)-[r:LOCATED_IN]->(b:Zonegraph)
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
MATCH (a:Zonegraph)-[r:LOCATED_IN]->(b:Zonegraph)
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

// by key Company Zone
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Company Place
UNWIND $rows AS row
MATCH (a:Company:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Project Zone
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Project Place
UNWIND $rows AS row
MATCH (a:Project:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
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
MATCH (a:Organization:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Organization Place
UNWIND $rows AS row
MATCH (a:Organization:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
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
MATCH (a:Zone:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Zone:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;

// by key Zone Place
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:LOCATED_IN {key: row.key}]->(b:Place:Zonegraph {id: row.target})
RETURN
  a.id AS source,
  a.type AS head,
  b.id AS target,
  b.type AS tail,
  r.key AS key,
  r.evidence AS evidence,
  r.documents AS documents;
