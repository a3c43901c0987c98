import { svgElement } from "./dom.js";

function regular(corners, turn, radius = 1) {
  return Array.from({ length: corners }, (_, at) => {
    const angle = turn + (at * 2 * Math.PI) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

function star() {
  const outer = regular(5, -Math.PI / 2, 1.15);
  const inner = regular(5, -Math.PI / 2 + Math.PI / 5, 0.52);
  return outer.flatMap((point, at) => [point, inner[at]]);
}

/** Corners around (0, 0), each shape of about the same weight; a dot has none. */
const CORNERS = {
  star: star(),
  square: [[-0.82, -0.82], [0.82, -0.82], [0.82, 0.82], [-0.82, 0.82]],
  diamond: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  triangle: regular(3, -Math.PI / 2, 1.12),
  triangleDown: regular(3, Math.PI / 2, 1.12),
  hexagon: regular(6, 0),
  pentagon: regular(5, -Math.PI / 2),
  bar: [[-0.9, 0.8], [-0.9, 0.2], [-0.3, 0.2], [-0.3, -0.3], [0.3, -0.3], [0.3, -0.9], [0.9, -0.9], [0.9, 0.8]],
  page: [[-0.72, -0.95], [0.3, -0.95], [0.72, -0.5], [0.72, 0.95], [-0.72, 0.95]],
};

export function tracePath(context, shape, x, y, radius) {
  context.beginPath();
  const corners = CORNERS[shape];
  if (!corners) {
    context.arc(x, y, radius * 0.92, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], at) => {
    if (at === 0) context.moveTo(x + dx * radius, y + dy * radius);
    else context.lineTo(x + dx * radius, y + dy * radius);
  });
  context.closePath();
}

export function shapeElement(shape, x, y, radius, attributes = {}) {
  const corners = CORNERS[shape];
  if (!corners) return svgElement("circle", { cx: x, cy: y, r: radius * 0.92, ...attributes });
  const points = corners.map(([dx, dy]) => `${(x + dx * radius).toFixed(1)},${(y + dy * radius).toFixed(1)}`);
  return svgElement("polygon", { points: points.join(" "), ...attributes });
}

export function icon(type) {
  const drawn = shapeElement(type.shape, 9, 9, 6.5, { fill: type.colour, class: "icon-shape" });
  return svgElement("svg", { viewBox: "0 0 18 18", class: "icon", "aria-hidden": "true" }, drawn);
}
