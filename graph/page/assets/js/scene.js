import { selectedEdge, selectedNode } from "./state.js";
import { withinHops } from "./paths.js";

const MOST_DRAWN = 700;
const MOST_IN_HOPS = 400;
const JUMP_NEIGHBOURS = 12;
const CELL = 42;
const STRETCH = 1.18;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const MOST_TRIES = 600;

/** Free places around nodes that are drawn already. */
class Occupancy {
  constructor(positions) {
    this.cells = new Map();
    positions.forEach(([x, y]) => this.take(x, y));
  }

  cell(x, y) {
    return `${Math.round(x / (CELL * STRETCH))},${Math.round(y / CELL)}`;
  }

  isFree(x, y) {
    return !this.cells.has(this.cell(x, y));
  }

  take(x, y) {
    this.cells.set(this.cell(x, y), true);
  }

  placeNear([x, y]) {
    for (let seed = 2; seed < MOST_TRIES; seed += 1) {
      const radius = CELL * 0.72 * Math.sqrt(seed);
      const angle = seed * GOLDEN_ANGLE;
      const place = [x + STRETCH * radius * Math.cos(angle), y + radius * Math.sin(angle)];
      if (this.isFree(...place)) {
        this.take(...place);
        return place;
      }
    }
    return [x, y];
  }
}

/** Decides which nodes and edges are drawn, and where. */
export class Scene {
  /** firstNodes, firstEdges: what pyvis wrote into the page, with the places of the nodes. */
  constructor(data, firstNodes, firstEdges) {
    this.data = data;
    this.whole = data.nodeCount <= data.meta.limits.whole;
    this.first = firstNodes.map((item) => item.id);
    this.firstEdges = firstEdges.map((item) => item.id);
    this.positions = new Map(firstNodes.map((item) => [item.id, [item.x, item.y]]));
    this.nodes = [];
    this.nodeSet = new Set();
    this.edges = [];
    this.ranking = null;
  }

  byDegree() {
    if (!this.ranking) {
      const { degree } = this.data;
      this.ranking = Uint32Array.from({ length: this.data.nodeCount }, (_, node) => node);
      this.ranking.sort((a, b) => degree[b] - degree[a] || a - b);
    }
    return this.ranking;
  }

  /** Neighbours by relations that pass, those with most relations first. */
  neighbours(node, passing) {
    const { data } = this;
    const found = new Set();
    for (const edge of data.edgesOf(node)) {
      if (passing.edges[edge] && !data.isMention(edge)) found.add(data.otherEnd(edge, node));
    }
    return [...found].sort((a, b) => data.degree[b] - data.degree[a] || a - b);
  }

  base(passing, filtered) {
    if (this.whole) return this.first.filter((node) => passing.nodes[node]);
    if (!filtered) return this.first;
    const found = this.first.filter((node) => passing.nodes[node]);
    const chosen = new Set(found);
    for (const node of this.byDegree()) {
      if (chosen.size >= this.data.meta.limits.first) break;
      if (passing.nodes[node] && !this.data.isDocument(node)) chosen.add(node);
    }
    return [...chosen];
  }

  wanted(passing, filtered, state) {
    const chosen = new Set();
    const add = (node) => chosen.size < MOST_DRAWN || this.whole ? chosen.add(node) : chosen;
    const node = selectedNode(state);
    if (state.hops && node >= 0) return withinHops(this.data, passing, node, state.hops, MOST_IN_HOPS);
    this.endsOfSelection(state).forEach(add);
    this.base(passing, filtered).forEach(add);
    if (this.whole) return chosen;
    const more = (parent, count) => this.neighbours(parent, passing).filter((other) => !chosen.has(other)).slice(0, count);
    for (const [parent, count] of [...state.expanded].reverse()) [parent, ...more(parent, count)].forEach(add);
    if (node >= 0 && !this.first.includes(node)) more(node, JUMP_NEIGHBOURS).forEach(add);
    return chosen;
  }

  endsOfSelection(state) {
    const { data } = this;
    const edges = [...(state.path?.edges ?? [])];
    if (selectedEdge(state) >= 0) edges.push(selectedEdge(state));
    const nodes = edges.flatMap((edge) => [data.source[edge], data.target[edge]]);
    if (selectedNode(state) >= 0) nodes.unshift(selectedNode(state));
    return nodes;
  }

  anchorOf(node) {
    for (const edge of this.data.edgesOf(node)) {
      if (this.data.isMention(edge)) continue;
      const place = this.positions.get(this.data.otherEnd(edge, node));
      if (place) return place;
    }
    return this.positions.get(this.data.homeOf(node)) ?? [0, 0];
  }

  placeNew(nodes) {
    const unplaced = nodes.filter((node) => !this.positions.has(node));
    if (!unplaced.length) return;
    const drawn = nodes.filter((node) => this.positions.has(node)).map((node) => this.positions.get(node));
    const occupancy = new Occupancy(drawn);
    for (const node of unplaced) this.positions.set(node, occupancy.placeNear(this.anchorOf(node)));
  }

  update(passing, filtered, state) {
    const nodes = [...this.wanted(passing, filtered, state)];
    this.placeNew(nodes);
    this.nodes = nodes;
    this.nodeSet = new Set(nodes);
    const unchanged = !filtered && nodes.length === this.first.length && this.first.every((node) => this.nodeSet.has(node));
    this.edges = unchanged ? this.firstEdges : this.edgesAmong(passing);
  }

  edgesAmong(passing) {
    const found = [];
    for (const node of this.nodes) {
      for (const edge of this.data.edgesOf(node)) {
        if (this.data.source[edge] !== node || !passing.edges[edge] || this.data.isMention(edge)) continue;
        if (this.nodeSet.has(this.data.target[edge])) found.push(edge);
      }
    }
    return found;
  }

  hiddenNeighbours(node, passing) {
    return this.neighbours(node, passing).filter((other) => !this.nodeSet.has(other)).length;
  }
}
