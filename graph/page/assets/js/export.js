import { element, svgElement } from "./dom.js";
import { FONT } from "./palette.js";
import { controlPoint, grownAt, radiusOf, roundnessOf } from "./geometry.js";
import { icon, shapeElement, tracePath } from "./shapes.js";

const STRIP = 44;
const FORMULA = /^[=+\-@\t\r]/;

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function fileName(app, ending) {
  const title = app.data.meta.title.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60) || "graph";
  return `${title}.${ending}`;
}

/** A field of CSV; what a spreadsheet would run as a formula is made text. */
function field(value) {
  const text = String(value);
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows of the table as CSV, with a byte order mark so that Excel reads Chinese. */
function csvText(app, kind) {
  const columns = app.table.columns(kind);
  const id = kind === "nodes" ? (row) => app.data.ids[row] : (row) => app.data.keys[row];
  const head = [kind === "nodes" ? "id" : "key", ...columns.map(({ key }) => app.texts.text(key))];
  const lines = app.table.rows(kind).map((row) => [id(row), ...columns.map(({ value }) => value(row))]);
  return `\ufeff${[head, ...lines].map((line) => line.map(field).join(",")).join("\r\n")}\r\n`;
}

export function saveCsv(app, kind) {
  save(new Blob([csvText(app, kind)], { type: "text/csv;charset=utf-8" }), fileName(app, `${kind}.csv`));
}

function paintLegend(context, app, width, top) {
  const { palette } = app.drawing.painter;
  context.font = `13px ${FONT}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  let left = 16;
  for (const type of app.data.types) {
    const label = app.texts.label(type);
    tracePath(context, type.shape, left + 7, top, 6);
    context.fillStyle = type.colour;
    context.fill();
    context.fillStyle = palette.text;
    context.fillText(label, left + 19, top);
    left += 34 + context.measureText(label).width;
    if (left > width - 60) break;
  }
}

/** The drawing as it is seen, with title and legend. */
function pngCanvas(app) {
  const { canvas, container, painter } = app.drawing;
  const ratio = canvas.width / container.clientWidth;
  const made = element("canvas", { width: canvas.width, height: canvas.height + 2 * STRIP * ratio });
  const context = made.getContext("2d");
  context.fillStyle = painter.palette.background;
  context.fillRect(0, 0, made.width, made.height);
  context.drawImage(canvas, 0, STRIP * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = painter.palette.text;
  context.font = `600 17px ${FONT}`;
  context.textBaseline = "middle";
  context.fillText(app.data.meta.title, 16, STRIP / 2);
  paintLegend(context, app, made.width / ratio, made.height / ratio - STRIP / 2);
  return made;
}

export function savePng(app) {
  pngCanvas(app).toBlob((blob) => save(blob, fileName(app, "png")));
}

function edgeLine(app, edge, view, lit) {
  const { positions } = app.scene;
  const [from, to] = [positions.get(app.data.source[edge]), positions.get(app.data.target[edge])];
  const control = controlPoint(from, to, roundnessOf(app.data, edge));
  const at = (point) => view.toScreen(point).map((value) => value.toFixed(1)).join(" ");
  const { painter } = app.drawing;
  return svgElement("path", {
    d: control ? `M${at(from)} Q${at(control)} ${at(to)}` : `M${at(from)} L${at(to)}`,
    fill: "none",
    stroke: lit ? painter.edgeColour(edge) : painter.palette.edge,
    "stroke-width": lit ? 1.8 : 1,
  });
}

function nodeShape(app, node, view) {
  const type = app.data.typeOf(node);
  const [x, y] = view.toScreen(app.scene.positions.get(node));
  const outline = app.drawing.painter.outlines[app.data.type[node]];
  return shapeElement(type.shape, x, y, radiusOf(app.data, node) * grownAt(view.scale) * view.scale, { fill: type.colour, stroke: outline });
}

function labelText(app, label) {
  const { palette } = app.drawing.painter;
  return svgElement("text", {
    x: label.x.toFixed(1), y: label.y.toFixed(1), "font-size": label.size, "text-anchor": "middle", "dominant-baseline": "central",
    fill: palette.text, stroke: palette.halo, "stroke-width": 3, "paint-order": "stroke", "font-family": FONT,
  }, label.text);
}

function legendGroup(app, height) {
  let left = 16;
  return app.data.types.map((type) => {
    const label = app.texts.label(type);
    const symbol = icon(type).firstChild;
    symbol.setAttribute("transform", `translate(${left} ${height - STRIP / 2 - 9})`);
    const words = svgElement("text", { x: left + 22, y: height - STRIP / 2, "font-size": 13, "dominant-baseline": "central", fill: app.drawing.painter.palette.text, "font-family": FONT }, label);
    left += 44 + 13 * label.length;
    return svgElement("g", {}, symbol, words);
  });
}

/** What is seen as an SVG document: lines, shapes and labels stay editable. */
function svgText(app) {
  const { drawing, data, scene } = app;
  const view = drawing.view();
  const height = view.height + 2 * STRIP;
  const lit = drawing.lit;
  const edges = lit ? lit.edges : scene.edges;
  const nodes = lit ? [...lit.nodes] : scene.nodes;
  const body = svgElement("g", { transform: `translate(0 ${STRIP})` },
    ...edges.map((edge) => edgeLine(app, edge, view, lit !== null)),
    ...nodes.map((node) => nodeShape(app, node, view)),
    ...[...drawing.placed.edges, ...drawing.placed.nodes].map((label) => labelText(app, label)));
  const title = svgElement("text", { x: 16, y: STRIP / 2, "font-size": 17, "font-weight": 600, "dominant-baseline": "central", fill: drawing.painter.palette.text, "font-family": FONT }, data.meta.title);
  const made = svgElement("svg", { width: view.width, height, viewBox: `0 0 ${view.width} ${height}` },
    svgElement("rect", { width: "100%", height: "100%", fill: drawing.painter.palette.background }), body, title, ...legendGroup(app, height));
  return new XMLSerializer().serializeToString(made);
}

export function saveSvg(app) {
  save(new Blob([svgText(app)], { type: "image/svg+xml" }), fileName(app, "svg"));
}
