// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert
UNWIND $rows AS row
MATCH (a:Zonegraph {id: row.source})
USING INDEX SEEK a:Zonegraph(id)
MATCH (b:Zonegraph {id: row.target})
USING INDEX SEEK b:Zonegraph(id)
MERGE (a)-[r:HAS_INDICATOR {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove
UNWIND $rows AS row
MATCH (a:Zonegraph {id: row.source})
USING INDEX SEEK a:Zonegraph(id)
MATCH (b:Zonegraph {id: row.target})
USING INDEX SEEK b:Zonegraph(id)
MATCH (a)-[r:HAS_INDICATOR {key: row.key}]->(b)
DELETE r;
