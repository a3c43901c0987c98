// 两个事物之间的关系出自哪篇文档的哪句话?
// Which sentence of which document states a relation?
//
// parameter name string "" 任一端名称的一部分,空为全部 | part of either end's name, empty for all
// parameter relation string "" 关系类型(如 LOCATED_IN),空为全部 | relation (as LOCATED_IN), empty for all
// parameter limit integer 50 最多行数 | most rows
// column source string 起点 | Source
// column relation string 关系 | Relation
// column target string 终点 | Target
// column document string 文档 | Document
// column published string 发布日期 | Published
// column sentence string 原句 | Sentence
MATCH (a:Zonegraph)-[r]->(b:Zonegraph)
WHERE a.type <> 'Document' AND ($relation = '' OR type(r) = $relation)
  AND (($name = '' OR a.name CONTAINS $name
  OR any(alias IN a.aliases WHERE alias CONTAINS $name))
  OR ($name = '' OR b.name CONTAINS $name
  OR any(alias IN b.aliases WHERE alias CONTAINS $name)))
WITH a, r, b
ORDER BY a.name, type(r), b.name, r.key
LIMIT $limit
UNWIND r.evidence AS item
MATCH (d:Document:Zonegraph {id: split(split(item, '"document":"')[1], '"')[0]})
WITH a, r, b, d, item,
  toInteger(split(split(item, '"sentence":[')[1], ',')[0]) AS start,
  toInteger(split(split(split(item, '"sentence":[')[1], ',')[1], ']')[0])
    AS stop,
  split(split(item, '"quote":"')[1], '","sentence":[')[0] AS quote
RETURN a.name AS source, type(r) AS relation, b.name AS target,
  coalesce(d.title, d.name) AS document, d.published AS published,
  coalesce(substring(d.text, start, stop - start), quote) AS sentence
ORDER BY source, relation, target, r.key, d.id, start, item
LIMIT $limit
