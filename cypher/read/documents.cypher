// What a load needs to know of the documents before it reads anything else.

// ids
MATCH (d:Document:Zonegraph)
RETURN d.id AS id, d.run IS NOT NULL AS holds_run
ORDER BY id;
