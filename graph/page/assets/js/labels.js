import { shorten } from "./characters.js";
import { FONT } from "./palette.js";
import { controlPoint, grownAt, pointAt, radiusOf, roundnessOf } from "./geometry.js";

const CELL = 64;
const LONGEST = 14;
const SIZES = { zone: 15, crowdedZone: 13, hub: 13, usual: 12, edge: 11 };
const HUB = 12;
const CROWD = 30;
const EDGE_SPOTS = [0.5, 0.42, 0.58, 0.34, 0.66];

/** Boxes on the screen that are taken. */
class Boxes {
  constructor() {
    this.cells = new Map();
  }

  *cellsOf([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 100003 + y;
    }
  }

  isFree(box) {
    for (const cell of this.cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
      }
    }
    return true;
  }

  takeNode([x, y], radius) {
    const reach = radius * 0.8;
    this.take([x - reach, y - reach, x + reach, y + reach]);
  }

  take(box) {
    for (const cell of this.cellsOf(box)) {
      if (this.cells.has(cell)) this.cells.get(cell).push(box);
      else this.cells.set(cell, [box]);
    }
  }
}

function sizeOf(data, node, crowded) {
  if (data.isZone(node)) return crowded ? SIZES.crowdedZone : SIZES.zone;
  return data.degree[node] >= HUB ? SIZES.hub : SIZES.usual;
}

/** Places labels so that none lies on another or on a node that matters more; sizes are screen pixels. */
export class Labels {
  constructor(data) {
    this.data = data;
    this.widths = new Map();
    this.measure = document.createElement("canvas").getContext("2d");
    this.measure.font = `100px ${FONT}`;
  }

  widthOf(text, size) {
    if (!this.widths.has(text)) this.widths.set(text, this.measure.measureText(text).width / 100);
    return this.widths.get(text) * size;
  }

  order(scene, lit) {
    const { degree } = this.data;
    const weight = (node) =>
      (lit?.centre === node ? 4e6 : 0) + (lit?.nodes.has(node) ? 2e6 : 0) + (this.data.isZone(node) ? 1e6 : 0) + degree[node];
    return scene.nodes.filter((node) => !lit || lit.nodes.has(node)).sort((a, b) => weight(b) - weight(a) || a - b);
  }

  spots([x, y], radius, width, height) {
    const gap = radius + 3;
    return [
      [x - width / 2, y + gap],
      [x - width / 2, y - gap - height],
      [x + gap + 1, y - height / 2],
      [x - gap - 1 - width, y - height / 2],
    ];
  }

  place({ node, at, radius }, boxes, { crowded, centre, width: widest }) {
    const size = sizeOf(this.data, node, crowded);
    const text = shorten(this.data.names[node], node === centre ? 2 * LONGEST : LONGEST);
    const [width, height] = [this.widthOf(text, size), size * 1.3];
    for (const [left, top] of this.spots(at, radius, width, height)) {
      const box = [left - 2, top, left + width + 2, top + height];
      const inWindow = box[0] >= 0 && box[2] <= widest;
      if (node === centre || (inWindow && boxes.isFree(box))) {
        boxes.take(box);
        return { node, text, size, x: left + width / 2, y: top + height / 2 };
      }
    }
    return null;
  }

  /** Returns the labels of all drawn nodes that find room, zones first; `view` maps canvas to screen. */
  ofNodes(scene, lit, view, boxes) {
    const onScreen = this.order(scene, lit).map((node) => {
      const at = view.toScreen(scene.positions.get(node));
      return { node, at, radius: radiusOf(this.data, node) * grownAt(view.scale) * view.scale };
    }).filter(({ at }) => view.holds(at));
    const zones = onScreen.filter(({ node }) => this.data.isZone(node) || node === lit?.centre);
    const others = onScreen.filter(({ node }) => !this.data.isZone(node) && node !== lit?.centre);
    const around = { crowded: zones.length > CROWD, centre: lit?.centre ?? -1, width: view.width };
    return [zones, others].flatMap((some) => {
      some.forEach(({ at, radius }) => boxes.takeNode(at, radius));
      return some.map((one) => this.place(one, boxes, around));
    }).filter(Boolean);
  }

  /** Returns the labels of lit edges, beside the labels of nodes that are placed before. */
  ofEdges(scene, edges, view, boxes, nameOf) {
    const placed = [];
    for (const edge of edges) {
      const [from, to] = [scene.positions.get(this.data.source[edge]), scene.positions.get(this.data.target[edge])];
      const control = controlPoint(from, to, roundnessOf(this.data, edge));
      const text = nameOf(edge);
      const [width, height] = [this.widthOf(text, SIZES.edge) + 6, SIZES.edge * 1.4];
      for (const spot of EDGE_SPOTS) {
        const [x, y] = view.toScreen(pointAt(from, to, control, spot));
        const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
        if (!boxes.isFree(box)) continue;
        boxes.take(box);
        placed.push({ edge, text, size: SIZES.edge, x, y });
        break;
      }
    }
    return placed;
  }

  freshBoxes() {
    return new Boxes();
  }
}
