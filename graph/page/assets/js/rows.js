/** The table's columns: each has a key for its heading and the value that is shown, sorted by and exported. */
export function nodeColumns(data, texts, documentsOf) {
  return [
    { key: "name", value: (node) => data.names[node] },
    { key: "type", value: (node) => texts.label(data.typeOf(node)) },
    { key: "zone", value: (node) => (data.homeOf(node) >= 0 ? data.names[data.homeOf(node)] : "") },
    { key: "relationCount", value: (node) => data.degree[node] },
    { key: "documentCount", value: (node) => documentsOf(node).length },
    { key: "date", value: (node) => firstDate(data, documentsOf(node)) },
    { key: "sentence", value: (node) => firstSentence(data, data.quotesOfNode(node)), wide: true },
  ];
}

export function edgeColumns(data, texts) {
  return [
    { key: "from", value: (edge) => data.names[data.source[edge]] },
    { key: "relation", value: (edge) => texts.label(data.relationOf(edge)) },
    { key: "to", value: (edge) => data.names[data.target[edge]] },
    { key: "document", value: (edge) => data.documentTitle(firstDocument(data, data.quotesOfEdge(edge))) },
    { key: "date", value: (edge) => data.documentDate(firstDocument(data, data.quotesOfEdge(edge))) },
    { key: "sentence", value: (edge) => firstSentence(data, data.quotesOfEdge(edge)), wide: true },
  ];
}

export function documentsOfNode(data, node) {
  return [...new Set(Array.from(data.quotesOfNode(node), (quote) => data.documentOfQuote(quote)))].filter((document) => document >= 0);
}

function firstDate(data, documents) {
  return documents.map((document) => data.documentDate(document)).filter(Boolean).sort()[0] ?? "";
}

function firstDocument(data, quotes) {
  return quotes.length ? data.documentOfQuote(quotes[0]) : -1;
}

function firstSentence(data, quotes) {
  return quotes.length ? data.sentence(data.quote(quotes[0]).sentence).text.trim() : "";
}

export function compareValues(a, b) {
  return typeof a === "number" ? a - b : a.localeCompare(b, "zh-CN");
}
