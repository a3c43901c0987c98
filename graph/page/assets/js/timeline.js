import { byId, element } from "./dom.js";

/** Bars of documents by period; a press filters by it, a press with Shift stretches the filter to it. */
export class Timeline {
  constructor(app) {
    this.app = app;
    this.root = byId("timeline");
  }

  pressed(at, stretch) {
    const { period } = this.app.state;
    if (stretch && period) return this.app.change({ period: [Math.min(period[0], at), Math.max(period[1], at)] });
    const again = period && period[0] === at && period[1] === at;
    return this.app.change({ period: again ? null : [at, at] });
  }

  show() {
    const { names, counts } = this.app.periods;
    this.root.hidden = names.length < 2;
    const most = Math.max(1, ...counts);
    const every = Math.ceil(names.length / 12);
    const caption = element("span", { class: "caption", "aria-hidden": "true" }, this.app.texts.text("timeline"));
    this.root.replaceChildren(caption, ...names.map((name, at) => {
      const bar = element("span", { class: "bar" });
      bar.style.height = counts[at] ? `${4 + 22 * Math.sqrt(counts[at] / most)}px` : "1px";
      const words = this.app.texts.text("perPeriod", { period: name, count: counts[at] });
      return element("button", { type: "button", disabled: counts[at] === 0, "aria-label": words, title: words, click: (event) => this.pressed(at, event.shiftKey) },
        bar, element("span", { class: "period" }, at % every ? "" : name));
    }));
    this.refresh();
  }

  refresh() {
    const { period } = this.app.state;
    this.root.querySelectorAll("button").forEach((button, at) => {
      button.setAttribute("aria-pressed", String(period !== null && at >= period[0] && at <= period[1]));
    });
  }
}
