const ROUNDNESS = 0.16;
const FAR = 0.8;
const MOST_GROWN = 1.7;

/** Radius of a node on the drawing: its type's size, a little more for hubs. */
export function radiusOf(data, node) {
  const hub = Math.sqrt(Math.min(data.degree[node], 64));
  return data.typeOf(node).size * 0.34 + hub * (data.isZone(node) ? 1.2 : 0.9);
}

/** How much larger nodes are drawn when the view is far away, so that shapes stay recognisable. */
export function grownAt(scale) {
  return Math.min(MOST_GROWN, Math.max(1, FAR / scale));
}

/** How vis-network bends this edge: the roundness of curvedCW, 0 for a straight line. */
export function roundnessOf(data, edge) {
  return (data.bend[edge] - data.meta.mostBend) * ROUNDNESS;
}

/** The control point of a bent edge, as vis-network's curvedCW computes it; null for a straight one. */
export function controlPoint(from, to, roundness) {
  if (!roundness) return null;
  const [dx, dy] = [to[0] - from[0], from[1] - to[1]];
  const radius = Math.hypot(dx, dy);
  const share = roundness * 0.5 + 0.5;
  const angle = (Math.atan2(dy, dx) + share * Math.PI) % (2 * Math.PI);
  return [from[0] + share * radius * Math.sin(angle), from[1] + share * radius * Math.cos(angle)];
}

/** The point at share t of an edge. */
export function pointAt(from, to, control, t) {
  if (!control) return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return [a * from[0] + b * control[0] + c * to[0], a * from[1] + b * control[1] + c * to[1]];
}
