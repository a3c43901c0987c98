// 企业、产业与项目 Companies, their industries and projects
MATCH p = (:Company:Zonegraph)-[:INVESTS_IN|IN_INDUSTRY|LOCATED_IN]->(:Zonegraph)
RETURN p
LIMIT 150
