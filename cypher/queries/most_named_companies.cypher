// 哪些企业被提及最多?
// Which companies are named most?
//
// parameter limit integer 50 最多行数 | most rows
// column company string 企业 | Company
// column documents integer 文档数 | Documents
// column evidence integer 出处数 | Evidence items
// column zones strings 所在园区 | Zones
MATCH (c:Company:Zonegraph)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(z:Zone:Zonegraph)
WITH DISTINCT c, z
ORDER BY z.name, z.id
WITH c, collect(z.name) AS zones
RETURN c.name AS company, size(c.documents) AS documents,
  size(c.evidence) AS evidence, zones
ORDER BY documents DESC, evidence DESC, c.id
LIMIT $limit
