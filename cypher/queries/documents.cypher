// 图谱来自哪些文档?每篇提到多少事物?
// Which documents made the graph, and how many things does each mention?
//
// column document string 文档编号 | Document id
// column title string 标题 | Title
// column published string 发布日期 | Published
// column path string 路径 | Path
// column things integer 提及事物数 | Things mentioned
MATCH (d:Document:Zonegraph)
OPTIONAL MATCH (d)-[m:MENTIONS]->(:Zonegraph)
RETURN d.id AS document, coalesce(d.title, d.name) AS title,
  d.published AS published, d.path AS path, count(m) AS things
ORDER BY published DESC, document
