// 某事物出自哪篇文档的哪句话?
// Which sentences of which documents speak of a thing?
//
// parameter name string "" 名称的一部分,空为全部 | part of the name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column thing string 事物 | Thing
// column type string 类型 | Type
// column document string 文档 | Document
// column published string 发布日期 | Published
// column sentence string 原句 | Sentence
MATCH (n:Zonegraph)
WHERE n.type <> 'Document' AND ($name = '' OR n.name CONTAINS $name
  OR any(alias IN n.aliases WHERE alias CONTAINS $name))
WITH n
ORDER BY n.name, n.id
LIMIT $limit
UNWIND n.evidence AS item
MATCH (d:Document:Zonegraph {id: split(split(item, '"document":"')[1], '"')[0]})
WITH DISTINCT n, d,
  toInteger(split(split(item, '"sentence":[')[1], ',')[0]) AS start,
  toInteger(split(split(split(item, '"sentence":[')[1], ',')[1], ']')[0])
    AS stop,
  split(split(item, '"quote":"')[1], '","sentence":[')[0] AS quote
RETURN n.name AS thing, n.type AS type, coalesce(d.title, d.name) AS document,
  d.published AS published, coalesce(substring(d.text, start, stop - start), quote) AS sentence
ORDER BY thing, n.id, published, d.id, start
LIMIT $limit
