import { fold } from "./characters.js";

const EXACT = 6;
const STARTS = 5;
const HOLDS = 4;
const ALIAS = 3;
const INITIALS = 2;

/** The rank of what only its source sentences match. */
export const FOUND_IN_SENTENCE = 1;

function lastAtOrBefore(offsets, position) {
  let [low, high] = [0, offsets.length - 1];
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if (offsets[middle] <= position) low = middle;
    else high = middle;
  }
  return low;
}

/** Finds nodes by name, alias, pinyin initials and the sentences that prove them. */
export class SearchIndex {
  constructor(data) {
    this.data = data;
    this.readings = data.meta.initials;
    this.foldedNames = null;
    this.foldedSentences = null;
    this.nodesOfSentence = null;
  }

  prepare() {
    if (this.foldedNames) return;
    this.foldedNames = this.data.names.map(fold);
    this.foldedAliases = new Map([...this.data.aliases].map(([node, aliases]) => [node, aliases.map(fold)]));
    const lower = this.data.sources.text.toLowerCase();
    this.foldedSentences = lower.length === this.data.sources.text.length ? lower : this.data.sources.text;
    this.nodesOfSentence = this.reverseQuotes();
  }

  reverseQuotes() {
    const { nodeQuote, node: offsets, quoteSentence } = this.data.sources;
    const nodes = new Map();
    for (let node = 0; node < this.data.nodeCount; node += 1) {
      for (let at = offsets[node]; at < offsets[node + 1]; at += 1) {
        const sentence = quoteSentence[nodeQuote[at]];
        const found = nodes.get(sentence);
        if (found) found.push(node);
        else nodes.set(sentence, [node]);
      }
    }
    return nodes;
  }

  matchesInitials(name, letters) {
    const characters = [...name];
    for (let start = 0; start + letters.length <= characters.length; start += 1) {
      let at = 0;
      while (at < letters.length && this.reads(characters[start + at], letters[at])) at += 1;
      if (at === letters.length) return true;
    }
    return false;
  }

  reads(character, letter) {
    return character === letter || (this.readings[character] ?? "").includes(letter);
  }

  rankOfName(node, word) {
    const name = this.foldedNames[node];
    if (name === word) return EXACT;
    if (name.startsWith(word)) return STARTS;
    if (name.includes(word)) return HOLDS;
    if (this.foldedAliases.get(node)?.some((alias) => alias.includes(word))) return ALIAS;
    if (/^[a-z0-9]{2,}$/.test(word) && this.matchesInitials(name, word)) return INITIALS;
    return 0;
  }

  sentencesWith(word) {
    const found = new Set();
    const { offsets } = this.data.sources;
    for (let at = this.foldedSentences.indexOf(word); at >= 0; at = this.foldedSentences.indexOf(word, at)) {
      const sentence = lastAtOrBefore(offsets, at);
      if (at + word.length <= offsets[sentence + 1]) {
        found.add(sentence);
        at = offsets[sentence + 1];
      } else at += 1;
    }
    return found;
  }

  nodesBySentence(words) {
    const sets = words.map((word) => this.sentencesWith(word));
    const common = [...sets[0]].filter((sentence) => sets.every((set) => set.has(sentence)));
    return new Set(common.flatMap((sentence) => this.nodesOfSentence.get(sentence) ?? []));
  }

  /** Returns all nodes that match every word, best first; equal ones by number of relations. */
  find(text) {
    const words = text.trim().split(/\s+/).map(fold).filter(Boolean);
    if (!words.length) return [];
    this.prepare();
    const bySentence = this.nodesBySentence(words);
    const ranked = [];
    for (let node = 0; node < this.data.nodeCount; node += 1) {
      const worst = Math.min(...words.map((word) => this.rankOfName(node, word)));
      const rank = worst || (bySentence.has(node) ? FOUND_IN_SENTENCE : 0);
      if (rank) ranked.push({ node, rank });
    }
    ranked.sort((a, b) => b.rank - a.rank || this.data.degree[b.node] - this.data.degree[a.node] || a.node - b.node);
    return ranked;
  }
}
