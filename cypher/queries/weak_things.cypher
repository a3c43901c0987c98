// 哪些事物依据薄弱?
// Which things are weakly supported?
//
// parameter below number 0.7 最高得分低于此值 | best score below this
// parameter limit integer 50 最多行数 | most rows
// column type string 类型 | Type
// column thing string 事物 | Thing
// column score number 最高得分 | Best score
// column evidence integer 出处数 | Evidence items
// column id string 编号 | Id
MATCH (n:Zonegraph)
WHERE n.type <> 'Document'
UNWIND n.evidence AS item
WITH n, toFloat(split(split(split(item, '"sentence":[')[1], '"score":')[1], '}')[0]) AS score
WITH n, max(score) AS best
WHERE best < $below
RETURN n.type AS type, n.name AS thing, best AS score,
  size(n.evidence) AS evidence, n.id AS id
ORDER BY score, type, thing, id
LIMIT $limit
