function walkBack(data, cameBy, from, to) {
  const edges = [];
  for (let node = to; node !== from; node = data.otherEnd(edges[0], node)) edges.unshift(cameBy[node]);
  return edges;
}

function search(data, passing, from, to, withMentions) {
  const cameBy = new Int32Array(data.nodeCount).fill(-1);
  const seen = new Uint8Array(data.nodeCount);
  seen[from] = 1;
  let frontier = [from];
  while (frontier.length) {
    const next = [];
    for (const node of frontier) {
      for (const edge of data.edgesOf(node)) {
        const other = data.otherEnd(edge, node);
        if (seen[other] || !passing.edges[edge] || (data.isMention(edge) && !withMentions)) continue;
        seen[other] = 1;
        cameBy[other] = edge;
        if (other === to) return walkBack(data, cameBy, from, to);
        next.push(other);
      }
    }
    frontier = next;
  }
  return null;
}

/** The shortest way between two nodes as a list of edges; through documents only when there is no other; or null. */
export function findPath(data, passing, from, to) {
  if (from === to) return [];
  return search(data, passing, from, to, false) ?? search(data, passing, from, to, true);
}

/** All nodes within so many relations of a node, nearest first, at most `limit`. */
export function withinHops(data, passing, from, hops, limit) {
  const found = new Set([from]);
  let frontier = [from];
  for (let hop = 0; hop < hops; hop += 1) {
    const next = [];
    for (const node of frontier) {
      for (const edge of data.edgesOf(node)) {
        const other = data.otherEnd(edge, node);
        if (found.size >= limit) return found;
        if (found.has(other) || data.isMention(edge) || !passing.edges[edge]) continue;
        found.add(other);
        next.push(other);
      }
    }
    frontier = next;
  }
  return found;
}
