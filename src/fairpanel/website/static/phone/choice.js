// The pictures of one receipt that are chosen on the page, each shown with what seems wrong with it.
import { reasonsAgainst } from "./verdict.js";

export class Choice {
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.list = form.querySelector("#taken");
    this.pattern = form.querySelector("#one");
    this.shown = [];
    // One is looked at after the other: ten at once would keep the first waiting.
    this.turn = Promise.resolve();
  }

  get files() {
    return this.shown.map((one) => one.file);
  }

  get isDoubted() {
    return this.shown.some((one) => one.reasons.length > 0);
  }

  replace(files) {
    for (const one of this.shown) URL.revokeObjectURL(one.address);
    this.shown = [];
    this.list.replaceChildren();
    this.add(files);
  }

  add(files) {
    for (const file of files) this.show(file);
    this.tell();
  }

  show(file) {
    const row = this.pattern.content.firstElementChild.cloneNode(true);
    const one = { file, row, reasons: [], address: URL.createObjectURL(file) };
    const image = row.querySelector("img");
    image.hidden = !file.type.startsWith("image/");
    image.onerror = () => { image.hidden = true; };
    if (!image.hidden) image.src = one.address;
    row.querySelector("figcaption").textContent = file.name;
    row.querySelector("button").addEventListener("click", () => this.remove(one));
    this.list.append(row);
    this.shown.push(one);
    this.turn = this.turn.then(() => this.look(one));
  }

  remove(one) {
    URL.revokeObjectURL(one.address);
    const at = this.shown.indexOf(one);
    this.shown.splice(at, 1);
    one.row.remove();
    this.tell();
    (this.shown[Math.min(at, this.shown.length - 1)]?.row.querySelector("button") ?? this.form.querySelector("input[type=file]")).focus();
  }

  async look(one) {
    const reasons = this.shown.includes(one) ? await reasonsAgainst(one.file, this.form) : [];
    // It may have been left out meanwhile.
    if (!this.shown.includes(one)) return;
    one.reasons = reasons;
    const doubt = one.row.querySelector("[role=status]");
    doubt.hidden = reasons.length === 0;
    doubt.querySelector("ul").replaceChildren(...reasons.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })));
    this.changed();
  }

  tell() {
    for (const { row } of this.shown) row.querySelector("button").hidden = this.shown.length === 1;
    this.list.hidden = this.shown.length === 0;
    this.list.classList.toggle("several", this.shown.length > 1);
    this.changed(true);
  }
}
