function offsetsOf(counts) {
  const offsets = new Uint32Array(counts.length + 1);
  for (let at = 0; at < counts.length; at += 1) offsets[at + 1] = offsets[at] + counts[at];
  return offsets;
}

/** For each node its edges, outgoing and incoming, as one array and offsets into it. */
function adjacency(nodeCount, source, target) {
  const counts = new Uint32Array(nodeCount);
  for (let edge = 0; edge < source.length; edge += 1) {
    counts[source[edge]] += 1;
    counts[target[edge]] += 1;
  }
  const offsets = offsetsOf(counts);
  const next = offsets.slice(0, nodeCount);
  const edges = new Uint32Array(source.length * 2);
  for (let edge = 0; edge < source.length; edge += 1) {
    edges[next[source[edge]]++] = edge;
    edges[next[target[edge]]++] = edge;
  }
  return { offsets, edges };
}

/** The whole graph by numbers: nodes, edges, zones, sentences and quotations. */
export class GraphData {
  constructor(meta, core) {
    Object.assign(this, { meta, types: meta.types, relations: meta.relations }, core.columns);
    this.ids = core.texts.ids;
    this.names = core.texts.names;
    this.nodeCount = this.ids.length;
    this.edgeCount = this.source.length;
    this.corner = core.texts.corner;
    this.aliases = new Map(core.texts.aliases);
    this.properties = new Map(core.texts.properties);
    this.edgeProperties = new Map(core.texts.edgeProperties);
    this.memberOffsets = offsetsOf(this.memberCount);
    this.adjacency = adjacency(this.nodeCount, this.source, this.target);
    this.indexById = new Map(this.ids.map((id, node) => [id, node]));
    this.mentions = this.relations.findIndex((relation) => relation.name === meta.special.mentions);
    this.documentType = this.types.findIndex((type) => type.name === meta.special.document);
    this.zoneType = this.types.findIndex((type) => type.name === meta.special.zone);
    this.keys = [];
    this.indexByKey = new Map();
  }

  attachSources({ texts, columns }) {
    this.quoteCount = columns.quoteSentence.length;
    this.sources = {
      ...columns,
      text: texts.sentences,
      by: texts.sources,
      properties: texts.properties,
      offsets: offsetsOf(columns.length),
      node: offsetsOf(columns.nodeQuoteCount),
      edge: offsetsOf(columns.edgeQuoteCount),
    };
  }

  attachKeys({ texts }) {
    this.keys = texts.keys;
    this.indexByKey = new Map(this.keys.map((key, edge) => [key, edge]));
  }

  typeOf(node) {
    return this.types[this.type[node]];
  }

  relationOf(edge) {
    return this.relations[this.relation[edge]];
  }

  isZone(node) {
    return this.type[node] === this.zoneType;
  }

  isDocument(node) {
    return this.type[node] === this.documentType;
  }

  isMention(edge) {
    return this.relation[edge] === this.mentions;
  }

  edgesOf(node) {
    const { offsets, edges } = this.adjacency;
    return edges.subarray(offsets[node], offsets[node + 1]);
  }

  otherEnd(edge, node) {
    return this.source[edge] === node ? this.target[edge] : this.source[edge];
  }

  zonesOf(node) {
    return this.member.subarray(this.memberOffsets[node], this.memberOffsets[node + 1]);
  }

  homeOf(node) {
    return this.home[node] - 1;
  }

  nodesOfType(type) {
    const found = [];
    for (let node = 0; node < this.nodeCount; node += 1) if (this.type[node] === type) found.push(node);
    return found;
  }

  quotesOfNode(node) {
    return this.sources.nodeQuote.subarray(this.sources.node[node], this.sources.node[node + 1]);
  }

  quotesOfEdge(edge) {
    return this.sources.edgeQuote.subarray(this.sources.edge[edge], this.sources.edge[edge + 1]);
  }

  sentence(number) {
    const { text, offsets, document, start } = this.sources;
    return {
      number,
      text: text.slice(offsets[number], offsets[number + 1]),
      document: document[number] - 1,
      start: start[number],
    };
  }

  quote(number) {
    const { quoteSentence, quoteStart, quoteLength, quoteSource, quoteScore, quoteProperty } = this.sources;
    return {
      sentence: quoteSentence[number],
      start: quoteStart[number],
      end: quoteStart[number] + quoteLength[number],
      by: this.sources.by[quoteSource[number]],
      score: quoteScore[number],
      property: this.sources.properties[quoteProperty[number]],
    };
  }

  documentOfQuote(number) {
    return this.sources.document[this.sources.quoteSentence[number]] - 1;
  }

  documentTitle(node) {
    if (node < 0) return "";
    return this.properties.get(node)?.title || this.names[node];
  }

  documentDate(node) {
    const published = node < 0 ? "" : this.properties.get(node)?.published;
    return typeof published === "string" ? published : "";
  }
}
