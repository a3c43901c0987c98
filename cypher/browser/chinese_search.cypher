// 全文检索 Chinese full-text search over names, aliases and texts: write the words between the quotes
CALL db.index.fulltext.queryNodes('zonegraph_text', '"新材料"') YIELD node, score
RETURN node.type AS type, node.name AS name, score
ORDER BY score DESC, name
LIMIT 50
