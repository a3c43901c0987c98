// 哪些指标在不同文档里数值不一?
// Which indicators have several values for one zone and period?
//
// parameter limit integer 50 最多行数 | most rows
// column zone string 园区 | Zone
// column indicator string 指标 | Indicator
// column period string 时期 | Period
// column values integer 不同数值 | Values
// column written strings 原文 | As written
MATCH (z:Zone:Zonegraph)-[:HAS_INDICATOR]->(i:Indicator:Zonegraph)
WHERE i.period IS NOT NULL
WITH z, i
ORDER BY i.value_text, i.id
WITH z, i.name AS indicator, i.period AS period,
  coalesce(i.unit, '') AS unit, coalesce(i.target, false) AS target,
  collect(coalesce(i.value_text, toString(i.value), '')) AS written
WHERE size(written) > 1
RETURN z.name AS zone, indicator, period, size(written) AS values, written
ORDER BY values DESC, zone, indicator, period, unit, target
LIMIT $limit
