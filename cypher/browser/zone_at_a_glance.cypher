// 园区全貌 A zone at a glance: write a part of its name between the quotes
WITH '' AS name
MATCH (z:Zone:Zonegraph)
WHERE z.name CONTAINS name OR any(alias IN z.aliases WHERE alias CONTAINS name)
WITH z
ORDER BY size(z.documents) DESC, z.id
LIMIT 1
MATCH p = (z)-[:LEADS|LOCATED_IN|PART_OF|FOCUSES_ON|IMPLEMENTS|COOPERATES_WITH]-(:Zonegraph)
RETURN p
LIMIT 100
