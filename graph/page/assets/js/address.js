import { selectedEdge, selectedNode } from "./state.js";

function names(chosen, rows) {
  return [...chosen].sort((a, b) => a - b).map((number) => rows[number].name).join(",");
}

function numbers(text, rows) {
  const wanted = new Set((text ?? "").split(",").filter(Boolean));
  return new Set(rows.flatMap((row, at) => (wanted.has(row.name) ? [at] : [])));
}

/** The view as the part of the address behind #: what is selected, filtered and seen. */
export function addressOf(data, state, viewpoint) {
  const parts = new URLSearchParams();
  const put = (name, value) => value !== "" && value !== undefined && parts.set(name, value);
  if (selectedNode(state) >= 0) put("node", data.ids[selectedNode(state)]);
  if (selectedEdge(state) >= 0) put("edge", data.keys[selectedEdge(state)]);
  if (state.path) put("to", data.ids[state.path.to]);
  if (state.hops) put("hops", state.hops);
  put("hide", names(state.hiddenTypes, data.types));
  put("without", names(state.hiddenRelations, data.relations));
  if (state.zone >= 0) put("zone", data.ids[state.zone]);
  if (state.document >= 0) put("document", data.ids[state.document]);
  if (state.period) put("period", state.period.join("-"));
  if (state.confidence) put("confidence", state.confidence);
  put("open", [...state.expanded].map(([node, count]) => `${node}:${count}`).join(","));
  if (state.view !== "graph") put("view", state.view);
  if (state.language !== data.meta.language) put("language", state.language);
  put("theme", state.theme);
  put("at", viewpoint);
  return parts.toString();
}

function placeOf(data, id, type) {
  const node = data.indexById.get(id ?? "");
  return node !== undefined && data.type[node] === type ? node : -1;
}

function periodOf(text, count) {
  const match = /^(\d+)-(\d+)$/.exec(text ?? "");
  if (!match) return null;
  const [from, to] = [Number(match[1]), Number(match[2])];
  return from <= to && to < count ? [from, to] : null;
}

function expandedOf(text, nodeCount) {
  const pairs = [...(text ?? "").matchAll(/(\d+):(\d+)/g)].map(([, node, count]) => [Number(node), Number(count)]);
  return new Map(pairs.filter(([node]) => node < nodeCount));
}

function oneOf(value, allowed, usual) {
  return allowed.includes(value) ? value : usual;
}

function selectionOf(data, parts) {
  const node = data.indexById.get(parts.get("node") ?? "");
  if (node !== undefined) return { node };
  const edge = data.indexByKey.get(parts.get("edge") ?? "");
  return edge === undefined ? null : { edge };
}

function viewpointOf(text) {
  const values = (text ?? "").split(",").map(Number);
  return values.length === 3 && values.every(Number.isFinite) && values[2] > 0 ? values : null;
}

/** Reads such an address; whatever does not fit this graph is left out. */
export function readAddress(data, periods, hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    state: {
      selected: selectionOf(data, parts),
      hops: Number(oneOf(parts.get("hops"), ["1", "2"], "0")),
      hiddenTypes: numbers(parts.get("hide"), data.types),
      hiddenRelations: numbers(parts.get("without"), data.relations),
      zone: placeOf(data, parts.get("zone"), data.zoneType),
      document: placeOf(data, parts.get("document"), data.documentType),
      period: periodOf(parts.get("period"), periods.names.length),
      confidence: Math.min(100, Math.max(0, Number(parts.get("confidence")) || 0)),
      expanded: expandedOf(parts.get("open"), data.nodeCount),
      view: oneOf(parts.get("view"), ["graph", "map", "table"], "graph"),
      language: oneOf(parts.get("language"), ["zh", "en"], data.meta.language),
      theme: oneOf(parts.get("theme"), ["dark", "light"], ""),
    },
    to: data.indexById.get(parts.get("to") ?? ""),
    viewpoint: viewpointOf(parts.get("at")),
  };
}
