const FEW_YEARS = 2;

function months(first, last) {
  const found = [];
  for (let at = first; at <= last; ) {
    found.push(at);
    const [year, month] = at.split("-").map(Number);
    at = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
  }
  return found;
}

function years(first, last) {
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
}

/** The scale of the time line: years, or months when all documents fall into few years; no gaps. */
export function periodsOf(data) {
  const documents = data.nodesOfType(data.documentType);
  const dates = documents.map((node) => data.documentDate(node)).filter((date) => /^\d{4}-\d{2}/.test(date)).sort();
  const periodOf = new Int32Array(data.nodeCount).fill(-1);
  if (!dates.length) return { names: [], counts: [], periodOf };
  const [first, last] = [dates[0], dates[dates.length - 1]];
  const byMonth = last.slice(0, 4) - first.slice(0, 4) < FEW_YEARS;
  const names = byMonth ? months(first.slice(0, 7), last.slice(0, 7)) : years(+first.slice(0, 4), +last.slice(0, 4));
  const numbers = new Map(names.map((name, at) => [name, at]));
  const counts = names.map(() => 0);
  for (const node of documents) {
    const at = numbers.get(data.documentDate(node).slice(0, byMonth ? 7 : 4));
    if (at === undefined) continue;
    periodOf[node] = at;
    counts[at] += 1;
  }
  return { names, counts, periodOf };
}
