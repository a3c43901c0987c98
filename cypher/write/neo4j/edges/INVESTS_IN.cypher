// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// create
MATCH (gate:Zonegraph)
WITH gate LIMIT 1
SET gate.type = gate.type
WITH gate
UNWIND $rows AS row
MATCH (a:Zonegraph {id: row.source})
USING INDEX SEEK a:Zonegraph(id)
UNWIND row.edges AS edge
MATCH (b:Zonegraph {id: edge.target})
USING INDEX SEEK b:Zonegraph(id)
CREATE (a)-[r:INVESTS_IN {key: edge.key}]->(b)
SET
  r.evidence = edge.evidence,
  r.documents = edge.documents;

// upsert
MATCH (gate:Zonegraph)
WITH gate LIMIT 1
SET gate.type = gate.type
WITH gate
UNWIND $rows AS row
MATCH (a:Zonegraph {id: row.source})
USING INDEX SEEK a:Zonegraph(id)
UNWIND row.edges AS edge
MATCH (b:Zonegraph {id: edge.target})
USING INDEX SEEK b:Zonegraph(id)
MERGE (a)-[r:INVESTS_IN {key: edge.key}]->(b)
SET
  r.evidence = edge.evidence,
  r.documents = edge.documents;

// remove
MATCH (gate:Zonegraph)
WITH gate LIMIT 1
SET gate.type = gate.type
WITH gate
UNWIND $rows AS row
MATCH (a:Zonegraph {id: row.source})
USING INDEX SEEK a:Zonegraph(id)
UNWIND row.edges AS edge
MATCH (b:Zonegraph {id: edge.target})
USING INDEX SEEK b:Zonegraph(id)
MATCH (a)-[r:INVESTS_IN {key: edge.key}]->(b)
DELETE r;
