/** Which quotations count under the filters of document, period and confidence; null when all do. */
function countingQuotes(data, periods, state) {
  const { document, period, confidence } = state;
  if (document < 0 && !period && confidence === 0) return null;
  const counting = new Uint8Array(data.quoteCount);
  for (let quote = 0; quote < counting.length; quote += 1) {
    const from = data.documentOfQuote(quote);
    const inDocument = document < 0 || from === document;
    counting[quote] =
      inDocument && inPeriod(periods, from, period) && data.sources.quoteScore[quote] >= confidence ? 1 : 0;
  }
  return counting;
}

function inPeriod(periods, document, period) {
  if (!period) return true;
  const at = document < 0 ? -1 : periods.periodOf[document];
  return at >= period[0] && at <= period[1];
}

function passesZone(data, node, zone) {
  return zone < 0 || data.zonesOf(node).includes(zone);
}

function documentPasses(periods, node, state) {
  return (state.document < 0 || state.document === node) && inPeriod(periods, node, state.period);
}

function someCounts(quotes, counting) {
  return counting === null || quotes.some((quote) => counting[quote]);
}

function nodePasses(data, periods, state, counting, node) {
  if (state.hiddenTypes.has(data.type[node]) || !passesZone(data, node, state.zone)) return false;
  if (data.isDocument(node)) return documentPasses(periods, node, state);
  return someCounts(data.quotesOfNode(node), counting);
}

/** Returns for every node and edge whether it passes all filters (1 or 0). */
export function applyFilters(data, periods, state) {
  const counting = countingQuotes(data, periods, state);
  const nodes = new Uint8Array(data.nodeCount);
  for (let node = 0; node < nodes.length; node += 1) nodes[node] = nodePasses(data, periods, state, counting, node) ? 1 : 0;
  const edges = new Uint8Array(data.edgeCount);
  for (let edge = 0; edge < edges.length; edge += 1) {
    const both = nodes[data.source[edge]] && nodes[data.target[edge]];
    edges[edge] =
      both && !state.hiddenRelations.has(data.relation[edge]) && someCounts(data.quotesOfEdge(edge), counting) ? 1 : 0;
  }
  return { nodes, edges };
}

export function isFiltered(state) {
  const { hiddenTypes, hiddenRelations, zone, document, period, confidence } = state;
  return hiddenTypes.size + hiddenRelations.size > 0 || zone >= 0 || document >= 0 || period !== null || confidence > 0;
}
