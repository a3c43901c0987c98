// 各产业有多少企业、多少园区?
// How many companies and zones does each industry have?
//
// parameter industry string "" 产业名称的一部分,空为全部 | part of the industry's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column industry string 产业 | Industry
// column companies integer 企业数 | Companies
// column projects integer 项目数 | Projects
// column zones integer 主导园区数 | Zones focusing on it
MATCH (i:Industry:Zonegraph)
WHERE ($industry = '' OR i.name CONTAINS $industry
  OR any(alias IN i.aliases WHERE alias CONTAINS $industry))
OPTIONAL MATCH (c:Company:Zonegraph)-[:IN_INDUSTRY]->(i)
WITH i, count(DISTINCT c) AS companies
OPTIONAL MATCH (p:Project:Zonegraph)-[:IN_INDUSTRY]->(i)
WITH i, companies, count(DISTINCT p) AS projects
OPTIONAL MATCH (z:Zone:Zonegraph)-[:FOCUSES_ON]->(i)
WITH i, companies, projects, count(DISTINCT z) AS zones
RETURN i.name AS industry, companies, projects, zones
ORDER BY companies DESC, zones DESC, projects DESC, i.id
LIMIT $limit
