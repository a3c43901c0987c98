import { byId, element } from "./dom.js";
import { icon } from "./shapes.js";
import { noFilters } from "./state.js";

/** The legend, which is the filter by type and relation too, and the other filters. */
export class FilterPanel {
  constructor(app) {
    Object.assign(this, { app, data: app.data, texts: app.texts });
    this.count();
    byId("filter-zone").addEventListener("change", (event) => app.change({ zone: Number(event.target.value) }));
    byId("filter-document").addEventListener("change", (event) => app.change({ document: Number(event.target.value) }));
    for (const id of ["filter-from", "filter-to"]) byId(id).addEventListener("change", () => this.changePeriod(id));
    byId("filter-confidence").addEventListener("input", (event) => app.change({ confidence: Number(event.target.value) }));
    byId("filter-reset").addEventListener("click", () => app.change(noFilters()));
  }

  count() {
    this.typeCounts = new Uint32Array(this.data.types.length);
    this.relationCounts = new Uint32Array(this.data.relations.length);
    this.data.type.forEach((type) => (this.typeCounts[type] += 1));
    this.data.relation.forEach((relation) => (this.relationCounts[relation] += 1));
  }

  changePeriod(changed) {
    let [from, to] = [Number(byId("filter-from").value), Number(byId("filter-to").value)];
    const last = this.app.periods.names.length - 1;
    if (from > to) [from, to] = changed === "filter-from" ? [from, from] : [to, to];
    this.app.change({ period: from === 0 && to === last ? null : [from, to] });
  }

  toggle(name, number) {
    const hidden = new Set(this.app.state[name]);
    if (!hidden.delete(number)) hidden.add(number);
    this.app.change({ [name]: hidden });
  }

  row(name, number, label, symbol, count) {
    const box = element("input", { type: "checkbox", change: () => this.toggle(name, number) });
    box.checked = !this.app.state[name].has(number);
    return element("label", { class: "legend-row" }, box, symbol, element("span", {}, label), element("span", { class: "count" }, this.texts.number(count)));
  }

  options(select, rows, chosen) {
    select.replaceChildren(...rows.map(([value, label]) => element("option", { value }, label)));
    select.value = String(chosen);
  }

  /** Writes everything anew, in the language of the state. */
  show() {
    const { data, texts } = this;
    const { state, periods } = this.app;
    byId("legend").replaceChildren(...data.types.map((type, at) => this.row("hiddenTypes", at, texts.label(type), icon(type), this.typeCounts[at])));
    byId("relation-legend").replaceChildren(...data.relations.map((relation, at) => {
      const line = element("span", { class: "line" });
      line.style.background = relation.colour;
      return this.row("hiddenRelations", at, texts.label(relation), line, this.relationCounts[at]);
    }));
    const all = [-1, texts.text("everything")];
    const byName = (a, b) => a[1].localeCompare(b[1], "zh-CN");
    const zones = data.nodesOfType(data.zoneType).map((node) => [node, data.names[node]]).sort(byName);
    const documents = data.nodesOfType(data.documentType).map((node) => [node, data.documentTitle(node)]).sort(byName);
    this.options(byId("filter-zone"), [all, ...zones], state.zone);
    this.options(byId("filter-document"), [all, ...documents], state.document);
    const names = periods.names.map((name, at) => [at, name]);
    const [from, to] = state.period ?? [0, names.length - 1];
    this.options(byId("filter-from"), names, from);
    this.options(byId("filter-to"), names, to);
    byId("years-label").parentNode.hidden = names.length < 2;
    this.refresh();
  }

  /** Brings the fields in line with the state. */
  refresh() {
    const { state, periods } = this.app;
    const [from, to] = state.period ?? [0, periods.names.length - 1];
    byId("filter-zone").value = String(state.zone);
    byId("filter-document").value = String(state.document);
    byId("filter-from").value = String(from);
    byId("filter-to").value = String(to);
    byId("filter-confidence").value = String(state.confidence);
    byId("confidence-value").textContent = `${state.confidence}%`;
    byId("filter-reset").disabled = !this.app.filtered;
    for (const [id, name] of [["legend", "hiddenTypes"], ["relation-legend", "hiddenRelations"]]) {
      byId(id).querySelectorAll("input").forEach((box, at) => (box.checked = !state[name].has(at)));
    }
  }
}
