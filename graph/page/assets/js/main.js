import { byId, readJson } from "./dom.js";
import { unpack } from "./unpack.js";
import { GraphData } from "./graph-data.js";
import { App } from "./app.js";
import { listenToKeys } from "./keyboard.js";
import { saveCsv, savePng, saveSvg } from "./export.js";

const KEYS_FIRST_UP_TO = 150_000;

function listenToButtons(app) {
  const pressed = (id, action) => byId(id).addEventListener("click", action);
  for (const view of ["graph", "map", "table"]) pressed(`view-${view}`, () => app.change({ view }));
  pressed("export-png", () => savePng(app));
  pressed("export-svg", () => saveSvg(app));
  pressed("export-nodes", () => saveCsv(app, "nodes"));
  pressed("export-edges", () => saveCsv(app, "edges"));
  pressed("print", () => window.print());
  pressed("copy-link", () => copyLink(app));
  pressed("language", () => app.change({ language: app.state.language === "zh" ? "en" : "zh" }));
  pressed("theme", () => app.switchTheme());
  pressed("zoom-in", () => app.zoomBy(1.3));
  pressed("zoom-out", () => app.zoomBy(1 / 1.3));
  pressed("zoom-fit", () => app.fit());
  pressed("filters-toggle", () => {
    const open = document.body.classList.toggle("filters-open");
    byId("filters-toggle").setAttribute("aria-expanded", String(open));
  });
  pressed("skip", (event) => {
    event.preventDefault();
    app.change({ view: "table" });
    byId("table").focus();
  });
  byId("export-menu").addEventListener("click", (event) => {
    if (event.target.matches("button")) byId("export-menu").open = false;
  });
}

async function copyLink(app) {
  history.replaceState(null, "", `#${app.address()}`);
  await navigator.clipboard?.writeText(location.href);
  app.announce(app.texts.text("copied"));
}

/** What other programs and tests may call. */
function publicFace(app) {
  const { data } = app;
  return Object.freeze({
    select: (id) => {
      const node = data.indexById.get(id);
      if (node !== undefined) app.selectNode(node, { move: true });
      return node !== undefined;
    },
    selectEdge: (key) => app.selectEdgeByKey(key),
    clear: () => app.clear(),
    find: (text) => app.search.find(text).map(({ node }) => data.ids[node]),
    visible: () => app.scene.nodes.length,
    counts: () => ({ nodes: data.nodeCount, edges: data.edgeCount }),
  });
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

async function main() {
  const data = new GraphData(readJson("data-meta"), await unpack("core"));
  data.attachSources(await unpack("sources"));
  const manyEdges = data.edgeCount > KEYS_FIRST_UP_TO;
  if (!manyEdges) data.attachKeys(await unpack("keys"));
  const first = { nodes: readJson("data-nodes"), edges: readJson("data-edges"), options: readJson("data-options") };
  const app = new App(data, first);
  app.start();
  listenToButtons(app);
  listenToKeys(app);
  window.zonegraph = publicFace(app);
  await nextFrame();
  document.documentElement.dataset.ready = "true";
  if (!manyEdges) return;
  data.attachKeys(await unpack("keys"));
  app.keysArrived();
}

main();
