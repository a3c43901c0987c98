import { byId, element } from "./dom.js";
import { icon } from "./shapes.js";
import { compareValues, documentsOfNode, edgeColumns, nodeColumns } from "./rows.js";

const PAGE = 100;

/** The same as a table: nodes or relations that pass the filters, sorted by any column. */
export class Table {
  constructor(app) {
    Object.assign(this, { app, data: app.data, texts: app.texts, shown: PAGE });
    this.root = byId("table");
    this.sorting = { nodes: { column: 3, down: true }, edges: { column: 0, down: false } };
  }

  kind() {
    return this.app.state.tableRows;
  }

  columns(kind = this.kind()) {
    if (kind === "edges") return edgeColumns(this.data, this.texts);
    return nodeColumns(this.data, this.texts, (node) => documentsOfNode(this.data, node));
  }

  /** All rows that pass the filters, in the order of the chosen column. */
  rows(kind = this.kind()) {
    const passing = this.app.passing[kind];
    const found = [];
    for (let at = 0; at < passing.length; at += 1) if (passing[at]) found.push(at);
    const { column, down } = this.sorting[kind];
    const { value } = this.columns(kind)[column];
    const values = new Map(found.map((row) => [row, value(row)]));
    const sign = down ? -1 : 1;
    return found.sort((a, b) => sign * compareValues(values.get(a), values.get(b)) || a - b);
  }

  sortBy(column) {
    const sorting = this.sorting[this.kind()];
    this.sorting[this.kind()] = { column, down: sorting.column === column ? !sorting.down : false };
    this.shown = PAGE;
    this.show();
    this.root.querySelectorAll("th button")[column].focus();
  }

  tab(kind) {
    return element("button", { type: "button", "aria-pressed": String(this.kind() === kind), click: () => {
      this.shown = PAGE;
      this.app.change({ tableRows: kind });
    } }, this.texts.text(kind));
  }

  headings() {
    const { column, down } = this.sorting[this.kind()];
    return this.columns().map(({ key }, at) => {
      const sorted = at === column ? (down ? "descending" : "ascending") : "none";
      const mark = at === column ? (down ? " ↓" : " ↑") : "";
      return element("th", { scope: "col", "aria-sort": sorted },
        element("button", { type: "button", click: () => this.sortBy(at) }, this.texts.text(key), element("span", { "aria-hidden": "true" }, mark)));
    });
  }

  cell(row, { value, wide }, first) {
    const words = String(value(row));
    if (!first) return element("td", wide ? { class: "wide" } : {}, words);
    const edges = this.kind() === "edges";
    const pick = () => (edges ? this.app.selectEdge(row) : this.app.selectNode(row, { move: true }));
    const symbol = icon(this.data.typeOf(edges ? this.data.source[row] : row));
    return element("th", { scope: "row" }, element("button", { type: "button", class: "quiet", click: pick }, symbol, words));
  }

  show() {
    if (this.app.state.view !== "table") return;
    const rows = this.rows();
    const columns = this.columns();
    const shown = rows.slice(0, this.shown);
    const body = shown.map((row) => element("tr", {}, ...columns.map((column, at) => this.cell(row, column, at === 0))));
    const caption = this.texts.text("rows", { shown: this.texts.number(shown.length), count: this.texts.number(rows.length) });
    const more = element("button", { type: "button", id: "table-more", click: () => {
      this.shown += PAGE;
      this.show();
    } }, this.texts.text("showMore"));
    this.root.replaceChildren(
      element("div", { class: "table-head" }, element("div", { class: "views", role: "group" }, this.tab("nodes"), this.tab("edges")), element("span", { class: "muted" }, caption)),
      element("table", {}, element("thead", {}, element("tr", {}, ...this.headings())), element("tbody", {}, ...body)),
      ...(shown.length < rows.length ? [more] : []),
    );
  }
}
