// 每一类事物有多少?
// How many things of each type are there?
//
// column type string 类型 | Type
// column things integer 数量 | Things
MATCH (n:Zonegraph)
RETURN n.type AS type, count(n) AS things
ORDER BY things DESC, type
