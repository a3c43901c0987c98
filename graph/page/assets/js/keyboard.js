import { byId, element } from "./dom.js";
import { selectedNode } from "./state.js";

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SIDEWAYS = 2.2;

/** The drawn node that lies nearest in a direction; neighbours of the selection come before others. */
function nodeTowards(app, from, [dx, dy]) {
  const { scene } = app;
  const [x, y] = scene.positions.get(from);
  let [best, least] = [-1, Infinity];
  for (const node of scene.nodes) {
    const [left, top] = scene.positions.get(node);
    const ahead = (left - x) * dx + (top - y) * dy;
    const aside = Math.abs((left - x) * dy) + Math.abs((top - y) * dx);
    if (node === from || ahead <= 0 || aside > ahead * SIDEWAYS) continue;
    const cost = ahead + SIDEWAYS * aside;
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
}

function step(app, direction) {
  const from = selectedNode(app.state);
  const start = app.scene.nodeSet.has(from) ? from : -1;
  const node = start < 0 ? app.scene.nodes[0] : nodeTowards(app, start, direction);
  if (node !== undefined && node >= 0) app.selectNode(node, { keepInView: true });
}

function onGraph(app, event) {
  const direction = DIRECTIONS[event.key];
  if (direction) step(app, direction);
  else if (event.key === "Enter") app.expand(selectedNode(app.state));
  else return;
  event.preventDefault();
}

function openHelp(app) {
  const dialog = byId("help");
  const rows = app.texts.text("shortcuts").flatMap(([keys, words]) => [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, words)]);
  dialog.replaceChildren(
    element("h2", { id: "help-title" }, app.texts.text("help")),
    element("dl", {}, ...rows),
    element("button", { type: "button", click: () => dialog.close(), autofocus: true }, app.texts.text("close")),
  );
  dialog.showModal();
}

function isTyping(target) {
  return target.matches?.("input, select, textarea") && target.type !== "checkbox";
}

/** Keys for everything; fields keep theirs. */
export function listenToKeys(app) {
  const actions = {
    "/": () => byId("search").focus(),
    Escape: () => app.clear(),
    "?": () => openHelp(app),
    f: () => app.fit(),
    g: () => app.change({ view: "graph" }),
    m: () => app.scene.whole || app.change({ view: "map" }),
    t: () => app.change({ view: "table" }),
    p: () => byId("path-open")?.click(),
    0: () => app.setHops(0),
    1: () => app.setHops(1),
    2: () => app.setHops(2),
    "+": () => app.zoomBy(1.3),
    "=": () => app.zoomBy(1.3),
    "-": () => app.zoomBy(1 / 1.3),
  };
  byId("graph").addEventListener("keydown", (event) => onGraph(app, event));
  byId("help-open").addEventListener("click", () => openHelp(app));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || byId("help").open) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
