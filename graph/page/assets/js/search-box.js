import { byId, element } from "./dom.js";
import { icon } from "./shapes.js";
import { FOUND_IN_SENTENCE } from "./search-index.js";

const LISTED = 30;

/** The search field with its list of results (ARIA combobox). */
export class SearchBox {
  constructor(app) {
    Object.assign(this, { app, matches: [], active: 0 });
    this.input = byId("search");
    this.list = byId("results");
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("focus", () => this.input.value && this.search());
  }

  search() {
    const text = this.input.value;
    const all = this.app.search.find(text);
    this.matches = all.slice(0, LISTED);
    this.active = 0;
    this.rest = all.length - this.matches.length;
    this.draw(text.trim());
    if (text.trim()) this.app.announce(this.app.texts.text("resultCount", { count: all.length }));
  }

  draw(text) {
    const { texts } = this.app;
    const rows = this.matches.map((match, at) => this.row(match, at));
    if (text && !rows.length) rows.push(element("li", { class: "muted", role: "option", "aria-disabled": "true" }, texts.text("noResult", { text })));
    if (this.rest > 0) rows.push(element("li", { class: "muted", role: "option", "aria-disabled": "true" }, texts.text("more", { count: texts.number(this.rest) })));
    this.list.replaceChildren(...rows);
    this.list.hidden = !rows.length;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.mark();
  }

  row({ node, rank }, at) {
    const { data, texts } = this.app;
    const zone = data.homeOf(node);
    const detail = rank === FOUND_IN_SENTENCE ? texts.text("inSentence") : zone >= 0 && zone !== node ? data.names[zone] : texts.label(data.typeOf(node));
    return element("li", { role: "option", id: `result-${at}`, mousedown: (event) => {
      event.preventDefault();
      this.pick(at);
    } }, icon(data.typeOf(node)), element("span", {}, data.names[node]), element("small", {}, detail));
  }

  mark() {
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === this.active)));
    if (this.matches.length) this.input.setAttribute("aria-activedescendant", `result-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = Math.max(0, Math.min(this.matches.length - 1, this.active + step));
      this.mark();
      event.preventDefault();
    } else if (event.key === "Enter") this.pick(this.active);
    else if (event.key === "Escape") {
      this.close();
      this.input.blur();
    }
    event.stopPropagation();
  }

  pick(at) {
    const match = this.matches[at];
    if (!match) return;
    this.close();
    this.input.blur();
    this.app.selectNode(match.node, { move: true });
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
