// 哪些园区有共同的企业?
// Which zones share companies?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column other_zone string 另一园区 | Other zone
// column shared integer 共同企业数 | Shared companies
// column companies strings 共同企业 | Companies
MATCH (z:Zone:Zonegraph)<-[:LOCATED_IN]-(c:Company:Zonegraph)-[:LOCATED_IN]->(o:Zone:Zonegraph)
WHERE z.id < o.id AND (($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
  OR ($zone = '' OR o.name CONTAINS $zone
  OR any(alias IN o.aliases WHERE alias CONTAINS $zone)))
WITH DISTINCT z, o, c
ORDER BY c.name, c.id
WITH z, o, collect(c.name) AS companies
RETURN z.name AS zone, o.name AS other_zone, size(companies) AS shared,
  companies
ORDER BY shared DESC, z.id, o.id
LIMIT $limit
