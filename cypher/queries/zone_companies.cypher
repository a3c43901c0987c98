// 园区有哪些企业,各属什么产业?
// Which companies are in a zone, by industry?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column industry string 产业 | Industry
// column company string 企业 | Company
// column mentions integer 提及文档数 | Documents
MATCH (c:Company:Zonegraph)-[:LOCATED_IN]->(z:Zone:Zonegraph)
WHERE ($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
OPTIONAL MATCH (c)-[:IN_INDUSTRY]->(i:Industry:Zonegraph)
WITH DISTINCT z, c, i
RETURN z.name AS zone, coalesce(i.name, '') AS industry, c.name AS company,
  size(c.documents) AS mentions
ORDER BY zone, industry, mentions DESC, company, c.id, z.id
LIMIT $limit
