// 图谱的质量如何?
// How good is the data?
//
// column check string 检查 | Check
// column found integer 数量 | Found
MATCH (n:Zonegraph)
WHERE n.type <> 'Document'
RETURN 'things' AS check, count(n) AS found
UNION ALL
MATCH (n:Zonegraph)
WHERE n.type <> 'Document' AND size(n.documents) = 1
RETURN 'things in one document only' AS check, count(n) AS found
UNION ALL
MATCH (n:Zonegraph)
WHERE n.type <> 'Document' AND size(n.evidence) = 1
RETURN 'things with one evidence item' AS check, count(n) AS found
UNION ALL
MATCH (c:Company:Zonegraph)
WHERE NOT EXISTS { MATCH (c)-[:LOCATED_IN]->(:Zonegraph) }
RETURN 'companies without a place' AS check, count(c) AS found
UNION ALL
MATCH (p:Project:Zonegraph)
WHERE p.investment IS NULL
RETURN 'projects without an investment' AS check, count(p) AS found
UNION ALL
MATCH (p:Project:Zonegraph)
WHERE p.status IS NULL
RETURN 'projects without a status' AS check, count(p) AS found
UNION ALL
MATCH (i:Indicator:Zonegraph)
WHERE i.period IS NULL
RETURN 'indicators without a period' AS check, count(i) AS found
UNION ALL
MATCH (d:Document:Zonegraph)
WHERE d.published IS NULL
RETURN 'documents without a date' AS check, count(d) AS found
