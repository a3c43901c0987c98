// 哪些事物只被提及,没有任何关系?
// Which things are mentioned only, without any relation?
//
// parameter limit integer 50 最多行数 | most rows
// column type string 类型 | Type
// column thing string 事物 | Thing
// column documents integer 文档数 | Documents
// column id string 编号 | Id
MATCH (n:Zonegraph)
WHERE n.type <> 'Document'
OPTIONAL MATCH (n)-[r:LEADS|LOCATED_IN|PART_OF|INVESTS_IN|IN_INDUSTRY|FOCUSES_ON|IMPLEMENTS|COOPERATES_WITH|HAS_INDICATOR]-(:Zonegraph)
WITH n, count(r) AS relations
WHERE relations = 0
RETURN n.type AS type, n.name AS thing, size(n.documents) AS documents,
  n.id AS id
ORDER BY type, thing, id
LIMIT $limit
