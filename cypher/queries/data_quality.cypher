// 图谱的质量如何?
// How good is the data?
//
// column check string 检查 | Check
// column found integer 数量 | Found
MATCH (n:Zonegraph)
WHERE n.type <> 'Document'
WITH count(n) AS found
RETURN 'things' AS check, found
UNION ALL
MATCH (n:Zonegraph)
WHERE n.type <> 'Document' AND size(n.documents) = 1
WITH count(n) AS found
RETURN 'things in one document only' AS check, found
UNION ALL
MATCH (n:Zonegraph)
WHERE n.type <> 'Document' AND size(n.evidence) = 1
WITH count(n) AS found
RETURN 'things with one evidence item' AS check, found
UNION ALL
MATCH (c:Company:Zonegraph)
WHERE NOT EXISTS { MATCH (c)-[:LOCATED_IN]->(:Zonegraph) }
WITH count(c) AS found
RETURN 'companies without a place' AS check, found
UNION ALL
MATCH (p:Project:Zonegraph)
WHERE p.investment IS NULL
WITH count(p) AS found
RETURN 'projects without an investment' AS check, found
UNION ALL
MATCH (p:Project:Zonegraph)
WHERE p.status IS NULL
WITH count(p) AS found
RETURN 'projects without a status' AS check, found
UNION ALL
MATCH (i:Indicator:Zonegraph)
WHERE i.period IS NULL
WITH count(i) AS found
RETURN 'indicators without a period' AS check, found
UNION ALL
MATCH (d:Document:Zonegraph)
WHERE d.published IS NULL
WITH count(d) AS found
RETURN 'documents without a date' AS check, found
