// 园区实施哪些政策?
// Which policies does a zone implement?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column policy string 政策 | Policy
// column kind string 类别 | Kind
// column number string 文号 | Number
// column issued string 发布日期 | Issued
MATCH (z:Zone:Zonegraph)-[r:IMPLEMENTS]->(p:Policy:Zonegraph)
WHERE ($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
RETURN z.name AS zone, p.name AS policy, p.kind AS kind, p.number AS number,
  p.issued AS issued
ORDER BY zone, policy, r.key
LIMIT $limit
