// 园区位于哪里、隶属哪个园区?
// Where is a zone, and which zone is it part of?
//
// parameter zone string "" 园区名称的一部分,空为全部 | part of the zone's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column relation string 关系 | Relation
// column inside string 所在 | Inside
// column inside_type string 类型 | Type
MATCH (z:Zone:Zonegraph)-[r:LOCATED_IN|PART_OF]->(o:Zonegraph)
WHERE ($zone = '' OR z.name CONTAINS $zone
  OR any(alias IN z.aliases WHERE alias CONTAINS $zone))
RETURN z.name AS zone, type(r) AS relation, o.name AS inside,
  o.type AS inside_type
ORDER BY zone, relation, inside, r.key
LIMIT $limit
