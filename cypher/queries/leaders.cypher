// 谁在何时担任什么职务?
// Who held which post, and when?
//
// parameter leader string "" 领导名称的一部分,空为全部 | part of the leader's name, empty for all
// parameter body string "" 任职单位名称的一部分,空为全部 | part of the body led's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column leader string 领导 | Leader
// column title string 职务 | Title
// column body string 任职单位 | Body
// column as_of string 截至 | As of
// column published string 最早见于 | First published
MATCH (l:Leader:Zonegraph)-[r:LEADS]->(b:Zonegraph)
WHERE ($leader = '' OR l.name CONTAINS $leader
  OR any(alias IN l.aliases WHERE alias CONTAINS $leader))
  AND ($body = '' OR b.name CONTAINS $body
  OR any(alias IN b.aliases WHERE alias CONTAINS $body))
OPTIONAL MATCH (d:Document:Zonegraph)
WHERE d.id IN r.documents
WITH l, r, b, min(d.published) AS published
RETURN l.name AS leader, r.title AS title, b.name AS body, r.as_of AS as_of,
  published
ORDER BY leader, coalesce(as_of, published, ''), body, title, r.key
LIMIT $limit
