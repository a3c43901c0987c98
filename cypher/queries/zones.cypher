// 有哪些园区?各有多少企业、项目、领导?
// Which zones are there, with how many companies, projects and leaders?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column level string 级别 | Level
// column kind string 类别 | Kind
// column companies integer 企业数 | Companies
// column projects integer 项目数 | Projects
// column leaders integer 领导数 | Leaders
MATCH (z:Zone:Zonegraph)
WHERE ($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
OPTIONAL MATCH (c:Company:Zonegraph)-[:LOCATED_IN]->(z)
WITH z, count(DISTINCT c) AS companies
OPTIONAL MATCH (p:Project:Zonegraph)-[:LOCATED_IN]->(z)
WITH z, companies, count(DISTINCT p) AS projects
OPTIONAL MATCH (l:Leader:Zonegraph)-[:LEADS]->(z)
WITH z, companies, projects, count(DISTINCT l) AS leaders
RETURN z.name AS zone, z.level AS level, z.kind AS kind, companies, projects,
  leaders
ORDER BY companies DESC, projects DESC, z.id
LIMIT $limit
