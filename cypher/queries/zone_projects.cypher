// 园区有哪些项目,状态和投资额如何?
// Which projects are in a zone, by status and investment?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter status string "" 状态(签约、开工、投产等),空为全部 | status (签约, 开工, 投产 …), empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column status string 状态 | Status
// column project string 项目 | Project
// column investment number 投资额(元) | Investment (CNY)
// column investment_text string 投资额原文 | As written
MATCH (p:Project:Zonegraph)-[:LOCATED_IN]->(z:Zone:Zonegraph)
WHERE ($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
  AND ($status = '' OR p.status = $status)
RETURN DISTINCT z.name AS zone, coalesce(p.status, '') AS status,
  p.name AS project, p.investment AS investment,
  p.investment_text AS investment_text, p.id AS id, z.id AS zone_id
ORDER BY zone, status, coalesce(investment, 0) DESC, project, id, zone_id
LIMIT $limit
