import { byId } from "./dom.js";
import { readPalette } from "./palette.js";
import { grownAt, radiusOf, roundnessOf } from "./geometry.js";
import { Labels } from "./labels.js";
import { Painter } from "./painting.js";

const MOST_EDGE_LABELS = 24;
const ARROWS_UP_TO = 160;
const FEW_LIT = 14;
const MARGIN = 56;
const CLOSEST = 2.4;
const READABLE = 0.75;

/** The drawing: vis-network holds and moves nodes and edges, the painter adds labels and what is lit. */
export class Drawing {
  constructor(data, scene, options, actions) {
    Object.assign(this, { data, scene, actions, lit: null, moving: false, unsettled: true, scale: 1, nameOf: String });
    this.container = byId("graph");
    this.labels = new Labels(data);
    this.painter = new Painter(data);
    this.placed = { nodes: [], edges: [] };
    this.nodes = new window.vis.DataSet();
    this.edges = new window.vis.DataSet();
    this.setPalette();
    this.network = new window.vis.Network(this.container, { nodes: this.nodes, edges: this.edges }, options);
    this.canvas = this.container.querySelector("canvas");
    this.listen();
  }

  listen() {
    const { network } = this;
    network.on("beforeDrawing", () => (this.scale = network.getScale()));
    network.on("afterDrawing", (context) => this.paintOver(context));
    network.on("click", ({ nodes, edges }) => this.clicked(nodes, edges));
    network.on("doubleClick", ({ nodes }) => nodes.length && this.actions.focusNode(nodes[0]));
    network.on("dragStart", () => this.setMoving(true));
    network.on("dragging", ({ nodes }) => nodes.forEach((node) => this.follow(node)));
    network.on("dragEnd", ({ nodes }) => {
      nodes.forEach((node) => this.follow(node));
      this.setMoving(false);
      this.actions.moved();
    });
    network.on("zoom", () => {
      this.unsettled = true;
      this.actions.moved();
    });
  }

  clicked(nodes, edges) {
    if (nodes.length) this.actions.clickNode(nodes[0]);
    else if (edges.length) this.actions.clickEdge(edges[0]);
    else this.actions.clear();
  }

  setMoving(moving) {
    this.moving = moving;
    this.unsettled = true;
    if (!moving) this.network.redraw();
  }

  follow(node) {
    const { x, y } = this.network.getPosition(node);
    this.scene.positions.set(node, [x, y]);
  }

  setPalette() {
    this.painter.setPalette(readPalette());
    if (this.network) {
      this.network.setOptions({ edges: { color: { color: this.painter.palette.edge, inherit: false } } });
      this.network.redraw();
    }
  }

  nodeItem(node) {
    const [x, y] = this.scene.positions.get(node);
    const radius = radiusOf(this.data, node);
    return {
      id: node,
      x,
      y,
      shape: "custom",
      size: radius * 2,
      ctxRenderer: ({ ctx, x: left, y: top }) => {
        const grown = grownAt(this.scale);
        return {
          drawNode: () => this.painter.node(ctx, node, [left, top], grown),
          nodeDimensions: { width: 2 * radius * grown, height: 2 * radius * grown },
        };
      },
    };
  }

  edgeItem(edge, arrows) {
    const { source, target } = this.data;
    const roundness = roundnessOf(this.data, edge);
    return {
      id: edge,
      from: source[edge],
      to: target[edge],
      arrows: { to: { enabled: arrows && !this.data.relationOf(edge).undirected } },
      smooth: roundness ? { enabled: true, type: "curvedCW", roundness } : false,
    };
  }

  /** Brings vis-network's items in line with the scene; only what differs is touched. */
  update() {
    const edgeSet = new Set(this.scene.edges);
    const arrows = this.scene.edges.length <= ARROWS_UP_TO;
    if (arrows !== this.arrows) this.edges.clear();
    this.arrows = arrows;
    this.edges.remove(this.edges.getIds().filter((edge) => !edgeSet.has(edge)));
    this.nodes.remove(this.nodes.getIds().filter((node) => !this.scene.nodeSet.has(node)));
    const added = this.scene.nodes.filter((node) => !this.nodes.get(node));
    this.nodes.add(added.map((node) => this.nodeItem(node)));
    const missing = this.scene.edges.filter((edge) => !this.edges.get(edge));
    this.edges.add(missing.map((edge) => this.edgeItem(edge, arrows)));
    if (added.length) this.unsettled = true;
  }

  setLit(lit) {
    this.lit = lit;
    this.network.redraw();
  }

  view() {
    const scale = this.network.getScale();
    const centre = this.network.getViewPosition();
    const [width, height] = [this.container.clientWidth, this.container.clientHeight];
    return {
      scale,
      width,
      height,
      toScreen: ([x, y]) => [(x - centre.x) * scale + width / 2, (y - centre.y) * scale + height / 2],
      holds: ([x, y]) => x > -80 && y > -40 && x < width + 80 && y < height + 40,
      bounds: [
        centre.x - width / 2 / scale,
        centre.y - height / 2 / scale,
        centre.x + width / 2 / scale,
        centre.y + height / 2 / scale,
      ],
    };
  }

  /** vis-network learns where custom shapes are only while it draws them: after a change it must draw twice. */
  settle() {
    if (!this.unsettled) return;
    this.unsettled = false;
    requestAnimationFrame(() => this.network.redraw());
  }

  paintOver(context) {
    this.settle();
    const view = this.view();
    if (this.lit) this.paintLit(context, view);
    context.save();
    const ratio = this.canvas.width / this.container.clientWidth;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.placeLabels(view);
    this.painter.labels(context, this.placed.edges, { muted: true });
    this.painter.labels(context, this.placed.nodes, { bold: this.lit?.centre });
    context.restore();
  }

  paintLit(context, view) {
    const { positions } = this.scene;
    this.painter.veil(context, view.bounds);
    const weight = Math.min(1, FEW_LIT / this.lit.edges.length);
    for (const edge of this.lit.edges) this.painter.edge(context, edge, positions, { scale: view.scale, weight });
    for (const node of this.lit.nodes) this.painter.node(context, node, positions.get(node), grownAt(view.scale));
    if (this.lit.centre >= 0) this.painter.ring(context, this.lit.centre, positions.get(this.lit.centre), view.scale);
  }

  placeLabels(view) {
    const boxes = this.labels.freshBoxes();
    const nodes = this.labels.ofNodes(this.scene, this.lit, view, boxes);
    const named = this.lit && this.lit.edges.length <= MOST_EDGE_LABELS && !this.moving ? this.lit.edges : [];
    const edges = this.labels.ofEdges(this.scene, named, view, boxes, this.nameOf);
    this.placed = { nodes, edges };
  }

  /** Shows these nodes in the window: all of them, but never larger than readable. */
  fit(nodes = this.scene.nodes, closest = CLOSEST) {
    if (!nodes.length) return;
    const places = nodes.map((node) => this.scene.positions.get(node));
    const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const width = Math.max(80, this.container.clientWidth - 2 * MARGIN);
    const height = Math.max(80, this.container.clientHeight - 2 * MARGIN);
    const scale = Math.min(closest, width / Math.max(1, right - left), height / Math.max(1, bottom - top));
    this.moveTo((left + right) / 2, (top + bottom) / 2, scale);
  }

  moveTo(x, y, scale) {
    this.unsettled = true;
    this.network.moveTo({ position: { x, y }, scale, animation: false });
  }

  /** Brings a node into view with as many of its neighbours as stay readable. */
  reveal(node, neighbours) {
    const around = [node, ...neighbours];
    this.fit(around, 1.3);
    if (this.network.getScale() >= READABLE) return;
    const [x, y] = this.scene.positions.get(node);
    this.moveTo(x, y, READABLE);
  }

  zoomBy(factor) {
    const { x, y } = this.network.getViewPosition();
    this.moveTo(x, y, this.network.getScale() * factor);
    this.actions.moved();
  }
}
