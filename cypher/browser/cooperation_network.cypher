// 合作网络 Who cooperates with whom
MATCH p = (:Zonegraph)-[:COOPERATES_WITH]-(:Zonegraph)
RETURN p
LIMIT 200
