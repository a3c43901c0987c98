// Generated from graph/ontology.yaml by `python -m graph.cypher_generation cypher`; do not edit.

// upsert Zone Indicator
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})
MATCH (b:Indicator:Zonegraph {id: row.target})
MERGE (a)-[r:HAS_INDICATOR {key: row.key}]->(b)
SET
  r.evidence = row.evidence,
  r.documents = row.documents;

// remove Zone Indicator
UNWIND $rows AS row
MATCH (a:Zone:Zonegraph {id: row.source})-[r:HAS_INDICATOR {key: row.key}]->(b:Indicator:Zonegraph {id: row.target})
DELETE r;
