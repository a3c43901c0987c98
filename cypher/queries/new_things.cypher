// 某日以后首次出现了什么?
// What appeared for the first time since a date?
//
// parameter since string "" 日期(如 2024-01-01),空为全部 | date (as 2024-01-01), empty for all
// parameter type string "" 类型(如 Project),空为全部 | type (as Project), empty for all
// parameter limit integer 50 最多行数 | most rows
// column first_published string 首次见于 | First published
// column type string 类型 | Type
// column thing string 事物 | Thing
// column document string 文档 | Document
MATCH (d:Document:Zonegraph)-[:MENTIONS]->(n:Zonegraph)
WHERE d.published IS NOT NULL AND ($type = '' OR n.type = $type)
WITH n, min(d.published) AS first_published
WHERE first_published >= $since
WITH n, first_published
ORDER BY first_published DESC, n.type, n.name, n.id
LIMIT $limit
MATCH (d:Document:Zonegraph)-[:MENTIONS]->(n)
WHERE d.published = first_published
WITH n, first_published, d
ORDER BY d.id
WITH n, first_published, collect(coalesce(d.title, d.name)) AS titles
RETURN first_published, n.type AS type, n.name AS thing,
  titles[0] AS document
ORDER BY first_published DESC, type, thing, n.id
