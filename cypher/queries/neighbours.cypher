// 某事物与谁有什么关系?
// What is a thing related to, and how?
//
// parameter name string "" 名称的一部分,空为全部 | part of the name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column thing string 事物 | Thing
// column relation string 关系 | Relation
// column other string 相关事物 | Other
// column other_type string 类型 | Type
// column documents integer 文档数 | Documents
MATCH (n:Zonegraph)-[r]-(o:Zonegraph)
WHERE r.key IS NOT NULL AND n.type <> 'Document' AND o.type <> 'Document'
  AND ($name = '' OR n.name CONTAINS $name
  OR any(alias IN n.aliases WHERE alias CONTAINS $name))
RETURN n.name AS thing, type(r) AS relation, o.name AS other,
  o.type AS other_type, size(r.documents) AS documents
ORDER BY thing, n.id, relation, other, r.key
LIMIT $limit
