// 各园区同一指标、同一时期的数值如何?
// How do zones compare on an indicator, period by period?
//
// parameter indicator string "" 指标名称的一部分,空为全部 | part of the indicator's name, empty for all
// parameter period string "" 时期的一部分(如 2023),空为全部 | part of the period (as 2023), empty for all
// parameter limit integer 50 最多行数 | most rows
// column indicator string 指标 | Indicator
// column period string 时期 | Period
// column zone string 园区 | Zone
// column value number 数值 | Value
// column value_text string 数值原文 | As written
// column unit string 单位 | Unit
// column growth number 增长率(%) | Growth (%)
// column target boolean 目标值 | Target
MATCH (z:Zone:Zonegraph)-[:HAS_INDICATOR]->(i:Indicator:Zonegraph)
WHERE ($indicator = '' OR i.name CONTAINS $indicator)
  AND ($period = '' OR i.period CONTAINS $period)
RETURN i.name AS indicator, i.period AS period, z.name AS zone,
  i.value AS value, i.value_text AS value_text, i.unit AS unit,
  i.growth AS growth, i.target AS target
ORDER BY indicator, coalesce(period, ''), zone, i.id
LIMIT $limit
