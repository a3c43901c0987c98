/** Everything that the reader can change, and who wants to know. `selected` is {node}, {edge} or null. */
export function createState(initial) {
  const listeners = [];
  const state = { ...initial };
  return {
    current: state,
    change(patch) {
      const changed = new Set(Object.keys(patch).filter((name) => state[name] !== patch[name]));
      Object.assign(state, patch);
      if (changed.size) listeners.forEach((listener) => listener(changed));
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

export function noFilters() {
  return { hiddenTypes: new Set(), hiddenRelations: new Set(), zone: -1, document: -1, period: null, confidence: 0 };
}

export function initialState(language) {
  return {
    ...noFilters(),
    selected: null,
    hops: 0,
    path: null,
    expanded: new Map(),
    view: "graph",
    language,
    theme: "",
    tableRows: "nodes",
  };
}

export function selectedNode(state) {
  return state.selected?.node ?? -1;
}

export function selectedEdge(state) {
  return state.selected?.edge ?? -1;
}
