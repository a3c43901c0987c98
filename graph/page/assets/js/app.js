import { byId } from "./dom.js";
import { addressOf, readAddress } from "./address.js";
import { createState, initialState, selectedNode } from "./state.js";
import { createTexts } from "./texts.js";
import { applyFilters, isFiltered } from "./filters.js";
import { findPath } from "./paths.js";
import { litParts } from "./lit.js";
import { periodsOf } from "./periods.js";
import { Scene } from "./scene.js";
import { SearchIndex } from "./search-index.js";
import { Drawing } from "./drawing.js";
import { Panel } from "./panel.js";
import { SearchBox } from "./search-box.js";
import { FilterPanel } from "./filter-panel.js";
import { Timeline } from "./timeline.js";
import { Table } from "./table.js";
import { OverviewMap } from "./map.js";

const FILTERS = ["hiddenTypes", "hiddenRelations", "zone", "document", "period", "confidence"];
const SCENE = [...FILTERS, "selected", "hops", "path", "expanded"];
const VIEWS = ["graph", "map", "table"];
const ADDRESS_DELAY = 250;

function any(changed, names) {
  return names.some((name) => changed.has(name));
}

/** Joins data, state and the parts of the page; every action of the reader goes through here. */
export class App {
  constructor(data, { nodes, edges, options }) {
    this.data = data;
    this.store = createState(initialState(data.meta.language));
    this.texts = createTexts(this.store);
    this.periods = periodsOf(data);
    this.search = new SearchIndex(data);
    this.scene = new Scene(data, nodes, edges);
    this.passing = null;
    this.filtered = false;
    this.refilter();
    this.drawing = new Drawing(data, this.scene, options, this.drawingActions());
    this.panel = new Panel(this);
    this.searchBox = new SearchBox(this);
    this.filterPanel = new FilterPanel(this);
    this.timeline = new Timeline(this);
    this.table = new Table(this);
    this.map = new OverviewMap(this);
    this.store.onChange((changed) => this.changed(changed));
  }

  get state() {
    return this.store.current;
  }

  change(patch) {
    this.store.change(patch);
  }

  drawingActions() {
    return {
      clickNode: (node) => this.clickNode(node),
      clickEdge: (edge) => this.selectEdge(edge),
      focusNode: (node) => this.scene.whole && this.toggleHops(node),
      clear: () => this.clear(),
      moved: () => this.noteAddress(),
    };
  }

  /** Draws the first frame: what the address says, in its language and theme. */
  start() {
    this.drawing.nameOf = (edge) => this.texts.label(this.data.relationOf(edge));
    const { state, to, viewpoint } = readAddress(this.data, this.periods, location.hash);
    Object.assign(this.store.current, state);
    this.openPath(to);
    this.refilter();
    this.applyTheme();
    this.showLanguage();
    this.updateScene();
    this.showView();
    if (viewpoint) this.drawing.moveTo(...viewpoint);
    else if (selectedNode(this.state) >= 0 && !this.state.hops) this.revealSelected();
    else this.drawing.fit();
    window.addEventListener("hashchange", () => this.followAddress());
    window.addEventListener("resize", () => this.state.view === "map" && this.map.show());
  }

  openPath(to) {
    const from = selectedNode(this.state);
    if (to === undefined || from < 0) return;
    this.store.current.path = { from, to, edges: findPath(this.data, this.passing, from, to) ?? [] };
  }

  followAddress() {
    const { state, to, viewpoint } = readAddress(this.data, this.periods, location.hash);
    const from = state.selected?.node;
    const path = to === undefined || from === undefined ? null : { from, to, edges: findPath(this.data, this.passing, from, to) ?? [] };
    this.change({ ...state, path });
    if (viewpoint) this.drawing.moveTo(...viewpoint);
    else if (selectedNode(this.state) >= 0) this.revealSelected();
  }

  changed(changed) {
    if (any(changed, FILTERS)) this.refilter();
    if (any(changed, SCENE)) this.updateScene();
    if (changed.has("language")) this.showLanguage();
    else {
      if (any(changed, FILTERS)) {
        this.filterPanel.refresh();
        this.timeline.refresh();
      }
      if (any(changed, SCENE)) this.panel.show();
    }
    if (changed.has("theme")) this.applyTheme();
    if (any(changed, [...FILTERS, "view", "tableRows", "language"])) this.showView();
    this.noteAddress();
  }

  refilter() {
    this.passing = applyFilters(this.data, this.periods, this.state);
    this.filtered = isFiltered(this.state);
  }

  updateScene() {
    this.scene.update(this.passing, this.filtered, this.state);
    this.drawing.update();
    this.drawing.setLit(litParts(this.data, this.scene, this.passing, this.state));
    this.showStats();
  }

  showStats() {
    const { texts, data } = this;
    const shown = texts.number(this.scene.nodes.length);
    byId("stats").textContent = texts.text("stats", { shown, nodes: texts.number(data.nodeCount), edges: texts.number(data.edgeCount) });
    const empty = byId("empty");
    empty.hidden = this.scene.nodes.length > 0;
    empty.textContent = texts.text(data.nodeCount ? "emptyFilter" : "emptyGraph");
  }

  showLanguage() {
    document.documentElement.lang = this.state.language === "zh" ? "zh-CN" : "en";
    this.texts.applyTo(document);
    this.filterPanel.show();
    this.timeline.show();
    this.panel.show();
    this.showStats();
    this.drawing.network.redraw();
  }

  applyTheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = this.state.theme || (dark ? "dark" : "light");
    byId("theme").setAttribute("aria-pressed", String(document.documentElement.dataset.theme === "dark"));
    this.drawing.setPalette();
    if (this.state.view === "map") this.map.show();
  }

  switchTheme() {
    this.change({ theme: document.documentElement.dataset.theme === "dark" ? "light" : "dark" });
  }

  showView() {
    const view = this.state.view === "map" && this.scene.whole ? "graph" : this.state.view;
    document.body.dataset.view = view;
    byId("view-map").hidden = this.scene.whole;
    byId("zoom").hidden = view === "table";
    for (const name of VIEWS) {
      byId(name).hidden = name !== view;
      byId(`view-${name}`).setAttribute("aria-pressed", String(name === view));
    }
    if (view === "table") this.table.show();
    if (view === "map") this.map.show();
  }

  announce(words) {
    byId("announcer").textContent = words;
  }

  /** Selects a node. move: bring it and its neighbours into view; keepInView: only when it is outside. */
  selectNode(node, { move = false, keepInView = false, view = null } = {}) {
    const patch = { selected: { node }, path: null, hops: move ? 0 : this.state.hops };
    if (view) patch.view = view;
    else if (this.state.view === "map") patch.view = "graph";
    this.change(patch);
    this.announce(this.texts.text("selectedNode", { name: this.data.names[node] }));
    if (move || (keepInView && !this.isInView(node))) this.revealSelected();
  }

  isInView(node) {
    const view = this.drawing.view();
    const [x, y] = view.toScreen(this.scene.positions.get(node));
    return x > 0 && y > 0 && x < view.width && y < view.height;
  }

  revealSelected() {
    const node = selectedNode(this.state);
    const neighbours = this.scene.neighbours(node, this.passing).filter((other) => this.scene.nodeSet.has(other));
    this.drawing.reveal(node, neighbours);
  }

  clickNode(node) {
    if (!this.scene.whole && !this.state.hops) {
      this.change({ selected: { node }, path: null, expanded: this.expandedWith(node, this.data.meta.limits.step) });
      return;
    }
    this.selectNode(node);
  }

  selectEdge(edge) {
    this.change({ selected: { edge }, path: null, hops: 0 });
  }

  /** Selects by key, at once or as soon as the keys are unpacked; returns false for a key that is not there. */
  selectEdgeByKey(key) {
    if (!this.data.keys.length && this.data.edgeCount) {
      this.awaitedKey = key;
      return true;
    }
    const edge = this.data.indexByKey.get(key);
    if (edge !== undefined) this.selectEdge(edge);
    return edge !== undefined;
  }

  keysArrived() {
    const awaited = this.awaitedKey ?? new URLSearchParams(location.hash.slice(1)).get("edge");
    if (awaited) this.selectEdgeByKey(awaited);
  }

  clear() {
    this.change({ selected: null, path: null, hops: 0 });
  }

  setHops(hops) {
    if (selectedNode(this.state) < 0) return;
    this.change({ hops, path: null });
    if (hops) this.drawing.fit();
    else this.revealSelected();
  }

  toggleHops(node) {
    this.change({ selected: { node }, path: null });
    this.setHops(this.state.hops === 1 ? 2 : 1);
  }

  expandedWith(node, count) {
    const expanded = new Map(this.state.expanded);
    const before = expanded.get(node) ?? 0;
    expanded.delete(node);
    return expanded.set(node, Math.max(before, count));
  }

  hiddenNeighbours(node) {
    return this.scene.whole || this.state.hops ? 0 : this.scene.hiddenNeighbours(node, this.passing);
  }

  /** Draws so many more neighbours of a node as one step is. */
  expand(node) {
    if (node < 0 || this.scene.whole) return;
    const count = (this.state.expanded.get(node) ?? 0) + this.data.meta.limits.step;
    this.change({ expanded: this.expandedWith(node, count) });
  }

  collapse(node) {
    const expanded = new Map(this.state.expanded);
    expanded.delete(node);
    this.change({ expanded });
  }

  showPath(from, to) {
    const edges = findPath(this.data, this.passing, from, to) ?? [];
    this.change({ selected: { node: from }, path: { from, to, edges }, hops: 0 });
    const nodes = edges.flatMap((edge) => [this.data.source[edge], this.data.target[edge]]);
    this.drawing.fit(nodes, 1.2);
  }

  clearPath() {
    this.change({ path: null });
  }

  fit() {
    if (this.state.view === "map") this.map.fit();
    else this.drawing.fit();
    this.noteAddress();
  }

  zoomBy(factor) {
    if (this.state.view === "map") this.map.zoomBy(factor);
    else this.drawing.zoomBy(factor);
  }

  address() {
    const { x, y } = this.drawing.network.getViewPosition();
    const viewpoint = [x.toFixed(0), y.toFixed(0), this.drawing.network.getScale().toFixed(3)].join(",");
    return addressOf(this.data, this.state, viewpoint);
  }

  noteAddress() {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => history.replaceState(null, "", `#${this.address()}`), ADDRESS_DELAY);
  }
}
