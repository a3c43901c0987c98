import { element } from "./dom.js";
import { length, slice } from "./characters.js";

const CONTEXT = 110;

/** Quotations of one sentence together, in the order of the text. */
export function groupBySentence(data, quotes) {
  const groups = new Map();
  for (const number of quotes) {
    const quote = data.quote(number);
    if (!groups.has(quote.sentence)) groups.set(quote.sentence, []);
    groups.get(quote.sentence).push(quote);
  }
  return [...groups].map(([sentence, found]) => ({
    sentence: data.sentence(sentence),
    quotes: found.sort((a, b) => a.start - b.start || b.end - a.end),
  }));
}

/** Text nodes and marks for text[from..to]; marks that overlap become one. */
function marked(text, quotes, from, to) {
  const parts = [];
  let at = from;
  for (const { start, end } of quotes) {
    if (end <= at || start >= to) continue;
    if (start > at) parts.push(slice(text, at, start));
    parts.push(element("mark", {}, slice(text, Math.max(start, at), Math.min(end, to))));
    at = Math.min(end, to);
  }
  if (at < to) parts.push(slice(text, at, to));
  return parts;
}

function footer(data, sentence, quote, texts) {
  const title = data.documentTitle(sentence.document);
  const date = data.documentDate(sentence.document);
  const where = texts.text("characters", { start: sentence.start + quote.start, end: sentence.start + quote.end });
  const certainty = texts.text("confidenceOf", { score: quote.score });
  return element(
    "footer",
    {},
    title ? element("cite", {}, title) : null,
    element("span", { title: texts.text("by", { name: quote.by }) }, [date, where, certainty].filter(Boolean).join(" · ")),
  );
}

/** One source sentence with its mentions marked; a long one is cut around them and can be opened. */
export function quoteElement(data, { sentence, quotes }, texts) {
  const size = length(sentence.text);
  const from = Math.max(0, quotes[0].start - CONTEXT);
  const to = Math.min(size, Math.max(...quotes.map(({ end }) => end)) + CONTEXT);
  const body = element("p", {}, from ? "…" : null, ...marked(sentence.text, quotes, from, to), to < size ? "…" : null);
  const made = element("blockquote", {}, body, footer(data, sentence, quotes[0], texts));
  if (from || to < size) {
    const open = element("button", { type: "button", class: "quiet", click: () => {
      body.replaceChildren(...marked(sentence.text, quotes, 0, size));
      open.remove();
    } }, texts.text("wholeSentence"));
    made.append(open);
  }
  return made;
}
