// 哪些园区实施同一政策?
// Which zones implement the same policies?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column other_zone string 另一园区 | Other zone
// column shared integer 共同政策数 | Shared policies
// column policies strings 共同政策 | Policies
MATCH (z:Zone:Zonegraph)-[:IMPLEMENTS]->(p:Policy:Zonegraph)<-[:IMPLEMENTS]-(o:Zone:Zonegraph)
WHERE z.id < o.id AND (($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
  OR ($zone = '' OR o.name CONTAINS $zone
  OR any(alias IN o.aliases WHERE alias CONTAINS $zone)))
WITH DISTINCT z, o, p
ORDER BY p.name, p.id
WITH z, o, collect(p.name) AS policies
RETURN z.name AS zone, o.name AS other_zone, size(policies) AS shared, policies
ORDER BY shared DESC, z.id, o.id
LIMIT $limit
