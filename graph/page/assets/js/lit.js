import { selectedEdge, selectedNode } from "./state.js";

const MOST_LIT_EDGES = 400;

/** What stands out: the selection with its neighbours, or a path; null when nothing is selected. */
export function litParts(data, scene, passing, state) {
  if (state.path) return pathParts(data, state.path.edges, selectedNode(state));
  const edge = selectedEdge(state);
  if (edge >= 0) return pathParts(data, [edge], -1);
  const node = selectedNode(state);
  if (node < 0) return null;
  const edges = [];
  for (const other of data.edgesOf(node)) {
    const drawn = scene.nodeSet.has(data.otherEnd(other, node)) && passing.edges[other];
    if (drawn && edges.length < MOST_LIT_EDGES) edges.push(other);
  }
  return pathParts(data, edges, node);
}

function pathParts(data, edges, node) {
  const nodes = new Set(edges.flatMap((edge) => [data.source[edge], data.target[edge]]));
  if (node >= 0) nodes.add(node);
  return { nodes, edges, centre: node };
}
