// 哪些园区主导产业相同?
// Which zones focus on the same industries?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column other_zone string 另一园区 | Other zone
// column shared integer 共同产业数 | Shared industries
// column industries strings 共同产业 | Industries
MATCH (z:Zone:Zonegraph)-[:FOCUSES_ON]->(i:Industry:Zonegraph)<-[:FOCUSES_ON]-(o:Zone:Zonegraph)
WHERE z.id < o.id AND (($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
  OR ($zone = '' OR o.name CONTAINS $zone
  OR any(alias IN o.aliases WHERE alias CONTAINS $zone)))
WITH DISTINCT z, o, i
ORDER BY i.name, i.id
WITH z, o, collect(i.name) AS industries
RETURN z.name AS zone, o.name AS other_zone, size(industries) AS shared,
  industries
ORDER BY shared DESC, z.id, o.id
LIMIT $limit
