// 哪些同类事物重名或共用别名,可能是同一个?
// Which things of one type share a name or alias and may be one?
//
// parameter limit integer 50 最多行数 | most rows
// column type string 类型 | Type
// column name string 共用名称 | Shared name
// column things integer 数量 | Things
// column ids strings 编号 | Ids
MATCH (n:Zonegraph)
WHERE n.type <> 'Document' AND n.type <> 'Indicator'
UNWIND n.aliases + [n.name] AS name
WITH DISTINCT n, name
ORDER BY n.id
WITH n.type AS type, name, collect(n.id) AS ids
WHERE size(ids) > 1
RETURN type, name, size(ids) AS things, ids
ORDER BY things DESC, type, name
LIMIT $limit
