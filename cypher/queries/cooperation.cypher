// 谁与谁合作?
// Who cooperates with whom?
//
// parameter name string "" 任一方名称的一部分,空为全部 | part of the one side's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column one string 一方 | One side
// column one_type string 类型 | Type
// column other string 另一方 | Other side
// column other_type string 类型 | Type
// column documents integer 文档数 | Documents
MATCH (a:Zonegraph)-[r:COOPERATES_WITH]->(b:Zonegraph)
WHERE ($name = '' OR a.name CONTAINS $name
  OR any(alias IN a.aliases WHERE alias CONTAINS $name))
  OR ($name = '' OR b.name CONTAINS $name
  OR any(alias IN b.aliases WHERE alias CONTAINS $name))
RETURN a.name AS one, a.type AS one_type, b.name AS other,
  b.type AS other_type, size(r.documents) AS documents
ORDER BY documents DESC, one, other, r.key
LIMIT $limit
