import { byId, element } from "./dom.js";
import { icon } from "./shapes.js";
import { groupBySentence, quoteElement } from "./quotes.js";

const ROWS = 5;
const MENTIONS = 2;
const QUOTES = 6;
const LISTED = 8;

/** Details of what is selected: properties, relations by type, then the sentences that prove them. */
export class Panel {
  constructor(app) {
    Object.assign(this, { app, data: app.data, texts: app.texts });
    this.root = byId("panel");
  }

  show() {
    const { selected, path } = this.app.state;
    if (path) this.root.replaceChildren(...this.pathParts(path));
    else if (selected?.edge !== undefined) this.root.replaceChildren(...this.edgeParts(selected.edge));
    else if (selected?.node !== undefined) this.root.replaceChildren(...this.nodeParts(selected.node));
    else this.root.replaceChildren(...this.overviewParts());
    this.root.scrollTop = 0;
  }

  words(key, values) {
    return this.texts.text(key, values);
  }

  heading(key, count) {
    return element("h3", {}, this.words(key), count === undefined ? null : element("span", { class: "count" }, this.texts.number(count)));
  }

  button(words, click, values = {}) {
    return element("button", { type: "button", click, ...values }, words);
  }

  nodeLink(node) {
    return element("a", { href: `#node=${encodeURIComponent(this.data.ids[node])}`, click: (event) => {
      event.preventDefault();
      this.app.selectNode(node, { move: true });
    } }, icon(this.data.typeOf(node)), this.data.names[node]);
  }

  /** A list that shows its first rows, and the others on demand. */
  list(items, row, { limit = ROWS, tag = "ul", wrap = "li" } = {}) {
    const made = element(tag, { class: "rows" });
    const add = (some) => made.append(...some.map((item) => wrap ? element(wrap, {}, ...[row(item)].flat()) : row(item)));
    add(items.slice(0, limit));
    if (items.length <= limit) return [made];
    const more = this.button(this.words("showAll", { count: this.texts.number(items.length) }), () => {
      add(items.slice(limit));
      more.remove();
    }, { class: "quiet" });
    return [made, more];
  }

  overviewParts() {
    const { data } = this;
    const byDegree = (a, b) => data.degree[b] - data.degree[a] || a - b;
    const zones = data.nodesOfType(data.zoneType).sort(byDegree);
    const documents = data.nodesOfType(data.documentType).sort((a, b) => data.documentDate(b).localeCompare(data.documentDate(a)) || a - b);
    const hubs = Array.from(this.app.scene.byDegree().slice(0, 60)).filter((node) => !data.isZone(node) && data.degree[node] > 0);
    const row = (node) => [this.nodeLink(node), element("span", { class: "count" }, this.texts.number(data.degree[node]))];
    const dated = (node) => [this.nodeLink(node), element("span", { class: "count" }, data.documentDate(node))];
    const sections = [["zones", zones, row], ["hubs", hubs.slice(0, LISTED), row], ["documents", documents, dated]];
    return [
      element("h2", {}, data.meta.title),
      element("p", { class: "muted" }, this.words("intro")),
      data.meta.noText ? element("p", { class: "note" }, this.words("noText")) : null,
      ...sections.filter(([, items]) => items.length).flatMap(([key, items, make]) => [
        this.heading(key, key === "hubs" ? undefined : items.length),
        ...this.list(items, make, { limit: LISTED }),
      ]),
    ].filter(Boolean);
  }

  nodeParts(node) {
    const { data } = this;
    const type = data.typeOf(node);
    const zone = data.homeOf(node);
    const others = (data.aliases.get(node) ?? []).filter((alias) => alias !== data.names[node]);
    return [
      element("p", { class: "chips" },
        element("span", { class: "chip" }, icon(type), this.texts.label(type)),
        zone >= 0 && zone !== node ? element("span", { class: "chip" }, this.nodeLink(zone)) : null),
      element("h2", {}, data.names[node]),
      others.length ? element("p", { class: "muted aliases" }, this.words("aliases", { names: others.join("、") })) : null,
      this.actions(node),
      ...this.propertyParts(data.properties.get(node) ?? {}, type.properties),
      ...this.relationParts(node),
      ...this.sourceParts(data.quotesOfNode(node)),
    ].filter(Boolean);
  }

  actions(node) {
    const { app } = this;
    const hop = (hops, key) => this.button(this.words(key), () => app.setHops(hops), { "aria-pressed": String(app.state.hops === hops) });
    const hidden = app.hiddenNeighbours(node);
    const step = Math.min(hidden, this.data.meta.limits.step);
    return element("div", { class: "actions" },
      element("div", { class: "views", role: "group" }, hop(0, "allHops"), hop(1, "oneHop"), hop(2, "twoHops")),
      this.button(this.words("pathTo"), () => this.askPath(node), { id: "path-open" }),
      hidden ? this.button(this.words("expandMore", { count: step }), () => app.expand(node), { id: "expand" }) : null,
      app.state.expanded.has(node) ? this.button(this.words("collapse"), () => app.collapse(node), { id: "collapse" }) : null);
  }

  askPath(node) {
    const opened = byId("path-target");
    if (opened) return opened.focus();
    const list = element("ul", { class: "rows", id: "path-results" });
    const input = element("input", { id: "path-target", type: "search", "aria-label": this.words("pathHint"), placeholder: this.words("pathHint"), autocomplete: "off", input: () => {
      const found = this.app.search.find(input.value).filter((match) => match.node !== node).slice(0, LISTED);
      list.replaceChildren(...found.map((match) => element("li", {}, this.button("", () => this.app.showPath(node, match.node), { class: "quiet" }))));
      found.forEach((match, at) => list.children[at].firstChild.append(icon(this.data.typeOf(match.node)), this.data.names[match.node]));
    }, keydown: (event) => {
      if (event.key === "Enter") list.querySelector("button")?.click();
    } });
    byId("path-open").parentNode.after(element("div", { class: "path-box" }, input, list));
    return input.focus();
  }

  valueText(value, unit) {
    if (typeof value === "boolean") return this.words(value ? "yes" : "no");
    if (Array.isArray(value)) return value.join("、");
    if (typeof value !== "number") return String(value);
    if (unit === "CNY") return this.money(value);
    return this.texts.number(value) + (unit === "percent" ? "%" : "");
  }

  money(value) {
    if (this.app.state.language === "en") return `CNY ${value.toLocaleString("en")}`;
    if (value >= 1e8) return `${(value / 1e8).toLocaleString("zh-CN")} 亿元`;
    if (value >= 1e4) return `${(value / 1e4).toLocaleString("zh-CN")} 万元`;
    return `${value} 元`;
  }

  propertyParts(properties, labels) {
    const shown = Object.entries(properties).filter(([, value]) => value !== "" && value !== null);
    if (!shown.length) return [];
    const rows = shown.flatMap(([name, value]) => {
      const label = labels[name];
      return [element("dt", {}, label ? this.texts.label(label) : name), element("dd", {}, this.valueText(value, label?.unit))];
    });
    return [this.heading("properties"), element("dl", {}, ...rows)];
  }

  /** Edges of a node by relation and direction, in the order of the ontology, documents last. */
  relationGroups(node) {
    const groups = new Map();
    for (const edge of this.data.edgesOf(node)) {
      if (!this.app.passing.edges[edge]) continue;
      const key = this.data.relation[edge] * 2 + (this.data.source[edge] === node ? 0 : 1);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    }
    return [...groups].sort(([a], [b]) => a - b);
  }

  relationParts(node) {
    const groups = this.relationGroups(node);
    const total = groups.reduce((sum, [, edges]) => sum + edges.length, 0);
    if (!total) return [];
    return [this.heading("relations", total), ...groups.flatMap(([key, edges]) => this.relationGroup(node, edges, key % 2 === 1))];
  }

  relationGroup(node, edges, incoming) {
    const relation = this.data.relationOf(edges[0]);
    const arrow = relation.undirected ? "↔" : incoming ? "←" : "→";
    const row = (edge) => [
      this.nodeLink(this.data.otherEnd(edge, node)),
      this.qualifiers(edge),
      this.button(this.words("evidenceOf"), () => this.app.selectEdge(edge), { class: "quiet evidence" }),
    ].filter(Boolean);
    const title = element("h4", {}, `${arrow} ${this.texts.label(relation)}`, element("span", { class: "count" }, this.texts.number(edges.length)));
    return [title, ...this.list(edges, row, { limit: this.data.isMention(edges[0]) ? MENTIONS : ROWS })];
  }

  qualifiers(edge) {
    const values = Object.values(this.data.edgeProperties.get(edge) ?? {}).filter((value) => value !== "");
    return values.length ? element("span", { class: "muted" }, values.map((value) => this.valueText(value)).join(" · ")) : null;
  }

  sourceParts(quotes) {
    const groups = groupBySentence(this.data, quotes);
    if (!groups.length) return [this.heading("sources"), element("p", { class: "muted" }, this.words("noSources"))];
    const note = this.data.meta.noText ? [element("p", { class: "note" }, this.words("noText"))] : [];
    const make = (group) => quoteElement(this.data, group, this.texts);
    return [this.heading("sources", groups.length), ...note, ...this.list(groups, make, { limit: QUOTES, tag: "div", wrap: "" })];
  }

  edgeTitle(edge) {
    const relation = this.data.relationOf(edge);
    const name = element("span", { class: "relation" }, `${relation.undirected ? "— " : "—"}${this.texts.label(relation)}${relation.undirected ? " —" : "→"}`);
    return element("h2", { class: "edge-title" }, this.nodeLink(this.data.source[edge]), name, this.nodeLink(this.data.target[edge]));
  }

  edgeParts(edge) {
    const { data } = this;
    return [
      element("p", { class: "chips" }, element("span", { class: "chip" }, this.words("relation"))),
      this.edgeTitle(edge),
      ...this.propertyParts(data.edgeProperties.get(edge) ?? {}, data.relationOf(edge).properties),
      ...this.sourceParts(data.quotesOfEdge(edge)),
    ];
  }

  pathParts({ from, to, edges }) {
    const head = [
      element("p", { class: "chips" }, element("span", { class: "chip" }, this.words("path"))),
      element("h2", { class: "edge-title" }, this.nodeLink(from), element("span", { class: "relation" }, "…"), this.nodeLink(to)),
      element("div", { class: "actions" }, this.button(this.words("close"), () => this.app.clearPath(), { id: "path-close" })),
    ];
    if (!edges.length) return [...head, element("p", { class: "note" }, this.words("noPath"))];
    const steps = edges.flatMap((edge) => [this.edgeTitle(edge), ...this.firstSource(edge)]);
    return [...head, element("p", { class: "muted" }, this.words("pathLength", { count: edges.length })), ...steps];
  }

  firstSource(edge) {
    return groupBySentence(this.data, this.data.quotesOfEdge(edge)).slice(0, 1).map((group) => quoteElement(this.data, group, this.texts));
  }
}
