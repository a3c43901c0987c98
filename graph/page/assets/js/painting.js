import { FONT, mix } from "./palette.js";
import { controlPoint, grownAt, pointAt, radiusOf, roundnessOf } from "./geometry.js";
import { tracePath } from "./shapes.js";

const VEIL = 0.84;
const OUTLINE_SHARE = 0.42;
const EDGE_SHARE = 0.3;
const ARROW = 9;
const FEW = 0.2;

/** Draws nodes, lit parts and labels into a canvas context that is in canvas coordinates. */
export class Painter {
  constructor(data) {
    this.data = data;
    this.setPalette(null);
  }

  setPalette(palette) {
    this.palette = palette;
    this.outlines = palette ? this.data.types.map((type) => mix(type.colour, palette.outline, OUTLINE_SHARE)) : [];
  }

  node(context, node, [x, y], grown) {
    const type = this.data.typeOf(node);
    tracePath(context, type.shape, x, y, radiusOf(this.data, node) * grown);
    context.fillStyle = type.colour;
    context.fill();
    context.lineWidth = 1.4;
    context.strokeStyle = this.outlines[this.data.type[node]];
    context.stroke();
  }

  ring(context, node, [x, y], scale) {
    context.beginPath();
    context.arc(x, y, radiusOf(this.data, node) * grownAt(scale) * 1.25 + 4 / scale, 0, 2 * Math.PI);
    context.lineWidth = 2.5 / scale;
    context.strokeStyle = this.palette.accent;
    context.stroke();
  }

  veil(context, [left, top, right, bottom]) {
    context.globalAlpha = VEIL;
    context.fillStyle = this.palette.background;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 1;
  }

  edgeColour(edge) {
    return mix(this.data.relationOf(edge).colour, this.palette.outline, EDGE_SHARE);
  }

  /** weight: 1 for a few lit edges, less for many, so that a hub does not turn black. */
  edge(context, edge, positions, { scale, weight }) {
    const { source, target } = this.data;
    const [from, to] = [positions.get(source[edge]), positions.get(target[edge])];
    const control = controlPoint(from, to, roundnessOf(this.data, edge));
    context.beginPath();
    context.moveTo(...from);
    if (control) context.quadraticCurveTo(...control, ...to);
    else context.lineTo(...to);
    context.setLineDash(this.data.isMention(edge) ? [4 / scale, 4 / scale] : []);
    context.lineWidth = (this.data.isMention(edge) ? 1 : 0.8 + weight) / Math.min(1, scale);
    context.globalAlpha = 0.3 + 0.7 * weight;
    context.strokeStyle = this.edgeColour(edge);
    context.stroke();
    context.setLineDash([]);
    if (!this.data.relationOf(edge).undirected && weight > FEW) this.arrow(context, { from, to, control, edge }, scale);
    context.globalAlpha = 1;
  }

  arrow(context, { from, to, control, edge }, scale) {
    const size = ARROW / Math.min(1, scale);
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const gap = radiusOf(this.data, this.data.target[edge]) * grownAt(scale) + 2;
    const tip = pointAt(from, to, control, Math.max(0.5, 1 - gap / length));
    const before = pointAt(from, to, control, Math.max(0.4, 1 - (gap + size) / length));
    const angle = Math.atan2(tip[1] - before[1], tip[0] - before[0]);
    context.beginPath();
    context.moveTo(...tip);
    for (const turn of [2.7, -2.7]) context.lineTo(tip[0] + size * Math.cos(angle + turn), tip[1] + size * Math.sin(angle + turn));
    context.closePath();
    context.fillStyle = this.edgeColour(edge);
    context.fill();
  }

  /** Draws labels whose places are screen pixels, into a context in screen pixels. */
  labels(context, labels, { muted = false, bold = -1 } = {}) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = this.palette.halo;
    context.fillStyle = muted ? this.palette.muted : this.palette.text;
    for (const label of labels) {
      const heavy = label.node !== undefined && (label.node === bold || this.data.isZone(label.node));
      context.font = `${heavy ? "600 " : ""}${label.size}px ${FONT}`;
      context.strokeText(label.text, label.x, label.y);
      context.fillText(label.text, label.x, label.y);
    }
  }
}
