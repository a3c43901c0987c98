// 出处 Which documents speak of a thing: write a part of its name between the quotes
WITH '' AS name
MATCH (n:Zonegraph)
WHERE n.type <> 'Document' AND n.name CONTAINS name
WITH n
ORDER BY size(n.documents) DESC, n.id
LIMIT 3
MATCH p = (:Document:Zonegraph)-[:MENTIONS]->(n)
RETURN p
