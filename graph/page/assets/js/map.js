import { byId } from "./dom.js";
import { FONT } from "./palette.js";

const MARGIN = 30;
const EDGE_ALPHA = 26;
const LABELS = 40;
const NEAR = 12;
const CLOSEST = 40;
const SETTLE = 160;

function rgb(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** All nodes and edges of a large graph on one canvas; while it moves, only its picture moves. */
export class OverviewMap {
  constructor(app) {
    Object.assign(this, { app, data: app.data, view: null, picture: null, timer: 0 });
    this.canvas = byId("map");
    this.context = this.canvas.getContext("2d");
    this.listen();
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.release(event));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    const step = steps[event.key];
    if (!step) return;
    this.pan(...step);
    event.preventDefault();
    event.stopPropagation();
  }

  press(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.held = { x: event.offsetX, y: event.offsetY, moved: 0 };
  }

  move(event) {
    if (!this.held) return;
    const [dx, dy] = [event.offsetX - this.held.x, event.offsetY - this.held.y];
    this.held = { x: event.offsetX, y: event.offsetY, moved: this.held.moved + Math.abs(dx) + Math.abs(dy) };
    this.pan(dx, dy);
  }

  release(event) {
    const clicked = this.held && this.held.moved < 5;
    this.held = null;
    if (!clicked) return;
    const node = this.nearest(event.offsetX, event.offsetY);
    if (node >= 0) this.app.selectNode(node, { move: true, view: "graph" });
  }

  pan(dx, dy) {
    this.view.x += dx;
    this.view.y += dy;
    this.moved();
  }

  zoomBy(factor, x = this.view.width / 2, y = this.view.height / 2) {
    const scale = Math.max(this.fitted * 0.5, Math.min(this.fitted * CLOSEST, this.view.scale * factor));
    const ratio = scale / this.view.scale;
    this.view = { ...this.view, scale, x: x - (x - this.view.x) * ratio, y: y - (y - this.view.y) * ratio };
    this.moved();
  }

  /** Shows the last picture at its new place, and draws anew when the movement rests. */
  moved() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.showPicture());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), SETTLE);
  }

  showPicture() {
    const { context, canvas, picture, view } = this;
    const ratio = devicePixelRatio;
    const grown = view.scale / picture.view.scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = this.palette.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture.canvas, (view.x - picture.view.x * grown) * ratio, (view.y - picture.view.y * grown) * ratio, canvas.width * grown, canvas.height * grown);
  }

  fit() {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const right = this.data.x.reduce((most, x) => Math.max(most, x), 1);
    const bottom = this.data.y.reduce((most, y) => Math.max(most, y), 1);
    const scale = Math.min((width - 2 * MARGIN) / right, (height - 2 * MARGIN) / bottom);
    this.fitted = scale;
    this.view = { width, height, scale, x: (width - right * scale) / 2, y: (height - bottom * scale) / 2 };
    this.draw();
  }

  show() {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    this.palette = this.app.drawing.painter.palette;
    this.canvas.width = Math.round(width * devicePixelRatio);
    this.canvas.height = Math.round(height * devicePixelRatio);
    if (!this.view) this.fit();
    else {
      this.view = { ...this.view, width, height };
      this.draw();
    }
  }

  screen(node) {
    return [this.data.x[node] * this.view.scale + this.view.x, this.data.y[node] * this.view.scale + this.view.y];
  }

  nearest(x, y) {
    let [best, distance] = [-1, NEAR];
    for (let node = 0; node < this.data.nodeCount; node += 1) {
      if (!this.app.passing.nodes[node]) continue;
      const [left, top] = this.screen(node);
      const away = Math.hypot(left - x, top - y) - (this.data.isZone(node) ? 4 : 0);
      if (away < distance) [best, distance] = [node, away];
    }
    return best;
  }

  draw() {
    const picture = document.createElement("canvas");
    [picture.width, picture.height] = [this.canvas.width, this.canvas.height];
    const context = picture.getContext("2d");
    const image = context.createImageData(picture.width, picture.height);
    this.rasteriseEdges(image);
    context.putImageData(image, 0, 0);
    this.drawNodes(context);
    this.drawLabels(context);
    this.picture = { canvas: picture, view: { ...this.view } };
    this.showPicture();
  }

  /** Lines of single pixels whose darkness adds up: tens of thousands in some milliseconds. */
  rasteriseEdges(image) {
    const { data, view } = this;
    const { width, height, data: pixels } = image;
    const ratio = devicePixelRatio;
    const [red, green, blue] = rgb(this.palette.edge);
    const paint = (x, y) => {
      const at = (y * width + x) * 4;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = Math.min(200, pixels[at + 3] + EDGE_ALPHA);
    };
    for (let edge = 0; edge < data.edgeCount; edge += 1) {
      if (data.isMention(edge) || !this.app.passing.edges[edge]) continue;
      const [a, b] = [data.source[edge], data.target[edge]];
      const x0 = (data.x[a] * view.scale + view.x) * ratio;
      const y0 = (data.y[a] * view.scale + view.y) * ratio;
      const dx = (data.x[b] - data.x[a]) * view.scale * ratio;
      const dy = (data.y[b] - data.y[a]) * view.scale * ratio;
      const clipped = clip(x0, y0, dx, dy, width, height);
      if (!clipped) continue;
      const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) * (clipped[1] - clipped[0])) || 1;
      for (let step = 0; step <= steps; step += 1) {
        const t = clipped[0] + ((clipped[1] - clipped[0]) * step) / steps;
        const [x, y] = [(x0 + dx * t) | 0, (y0 + dy * t) | 0];
        if (x >= 0 && y >= 0 && x < width && y < height) paint(x, y);
      }
    }
  }

  drawNodes(context) {
    const { data, view } = this;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const size = Math.max(2, Math.min(9, 14 * view.scale));
    for (let type = 0; type < data.types.length; type += 1) {
      context.fillStyle = data.types[type].colour;
      const side = type === data.zoneType ? size * 2 : size;
      for (let node = 0; node < data.nodeCount; node += 1) {
        if (data.type[node] !== type || !this.app.passing.nodes[node]) continue;
        const [x, y] = this.screen(node);
        if (x > -9 && y > -9 && x < view.width + 9 && y < view.height + 9) context.fillRect(x - side / 2, y - side / 2, side, side);
      }
    }
  }

  drawLabels(context) {
    const { data } = this;
    const boxes = this.app.drawing.labels.freshBoxes();
    const zones = data.nodesOfType(data.zoneType).filter((node) => this.app.passing.nodes[node]);
    const labels = [];
    for (const node of zones.sort((a, b) => data.degree[b] - data.degree[a])) {
      const [x, y] = this.screen(node);
      const width = this.app.drawing.labels.widthOf(data.names[node], 13);
      const box = [x - width / 2 - 4, y + 6, x + width / 2 + 4, y + 24];
      if (labels.length >= LABELS) break;
      if (x < 0 || y < 0 || x > this.view.width || y > this.view.height || !boxes.isFree(box)) continue;
      boxes.take(box);
      labels.push({ node, text: data.names[node], size: 13, x, y: y + 15 });
    }
    context.font = `13px ${FONT}`;
    this.app.drawing.painter.labels(context, labels);
  }
}

/** The part [from, to] of a line that lies in the picture (Liang and Barsky, 1984); null when none does. */
function clip(x, y, dx, dy, width, height) {
  let [from, to] = [0, 1];
  for (const [p, q] of [[-dx, x], [dx, width - x], [-dy, y], [dy, height - y]]) {
    if (p === 0 && q < 0) return null;
    if (p < 0) from = Math.max(from, q / p);
    if (p > 0) to = Math.min(to, q / p);
  }
  return from < to ? [from, to] : null;
}
