// 两个名称之间最短的联系是什么?
// What is the shortest connection between two names?
//
// parameter from string "" 起点名称或别名,空为提及最多的企业 | name or alias of the start, empty for the most mentioned company
// parameter to string "" 终点名称或别名,空为提及最多的园区 | name or alias of the end, empty for the most mentioned zone
// column from_name string 起点 | From
// column to_name string 终点 | To
// column steps integer 步数 | Steps
// column path strings 经过 | Path
MATCH (s:Zonegraph)
WHERE ($from = '' AND s.type = 'Company')
  OR s.name = $from OR $from IN s.aliases
WITH s
ORDER BY size(s.documents) DESC, s.id
LIMIT 1
MATCH (t:Zonegraph)
WHERE t.id <> s.id AND (($to = '' AND t.type = 'Zone')
  OR t.name = $to OR $to IN t.aliases)
WITH s, t
ORDER BY size(t.documents) DESC, t.id
LIMIT 1
MATCH p = allShortestPaths((s)-[:LEADS|LOCATED_IN|PART_OF|INVESTS_IN|IN_INDUSTRY|FOCUSES_ON|IMPLEMENTS|COOPERATES_WITH*..8]-(t))
WITH s, t, length(p) AS steps, [n IN nodes(p) | n.name] AS path,
  [n IN nodes(p) | n.id] AS ids
RETURN s.name AS from_name, t.name AS to_name, steps, path
ORDER BY ids
LIMIT 1
