// 谁投资了哪些项目,合计多少?
// Who invests in which projects, and how much in all?
//
// parameter investor string "" 投资方名称的一部分,空为全部 | part of the investor's name, empty for all
// parameter limit integer 50 最多行数 | most rows
// column investor string 投资方 | Investor
// column projects integer 项目数 | Projects
// column total number 投资额合计(元) | Total (CNY)
// column names strings 项目 | Projects
MATCH (a:Zonegraph)-[:INVESTS_IN]->(p:Project:Zonegraph)
WHERE ($investor = '' OR a.name CONTAINS $investor
  OR any(alias IN a.aliases WHERE alias CONTAINS $investor))
WITH DISTINCT a, p
ORDER BY p.name, p.id
WITH a, collect(p.name) AS names, sum(coalesce(p.investment, 0)) AS total
RETURN a.name AS investor, size(names) AS projects, total, names
ORDER BY total DESC, projects DESC, a.id
LIMIT $limit
