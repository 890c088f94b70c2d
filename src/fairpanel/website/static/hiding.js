// A box that is drawn on the picture fills the four figures of the form; without this script they are typed.
const figure = document.querySelector("[data-hide]");
const area = figure?.querySelector(".draw");
const drawn = figure?.querySelector(".drawn");
const names = ["left", "top", "width", "height"];
const field = (name) => document.querySelector(`[name="${name}"]`);
const STEP = 1;

if (figure) {
  figure.hidden = false;
  let box = Object.fromEntries(names.map((name) => [name, Number(field(name).value) || 0]));
  const fits = (value, most = 100) => Math.min(most, Math.max(0, value));

  const show = () => {
    drawn.hidden = !(box.width && box.height);
    for (const name of names) {
      drawn.style[name] = `${box[name]}%`;
      if (!drawn.hidden) field(name).value = box[name].toFixed(1);
    }
    if (!drawn.hidden) for (const choice of document.querySelectorAll('[name="what"]')) choice.checked = false;
  };

  const at = (event) => {
    const frame = area.getBoundingClientRect();
    return [fits(((event.clientX - frame.left) / frame.width) * 100), fits(((event.clientY - frame.top) / frame.height) * 100)];
  };

  let start = null;
  area.addEventListener("pointerdown", (event) => {
    start = at(event);
    area.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  area.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = at(event);
    box = { left: Math.min(start[0], x), top: Math.min(start[1], y), width: Math.abs(x - start[0]), height: Math.abs(y - start[1]) };
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) area.addEventListener(end, () => { start = null; });

  figure.querySelector("[data-box-new]").addEventListener("click", () => {
    box = { left: 25, top: 45, width: 50, height: 6 };
    show();
    drawn.focus();
  });

  drawn.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: ["left", -STEP], ArrowRight: ["left", STEP], ArrowUp: ["top", -STEP], ArrowDown: ["top", STEP] }[event.key];
    if (!way) return;
    const [side, by] = way;
    const size = side === "left" ? "width" : "height";
    if (event.shiftKey) box[size] = Math.max(STEP, fits(box[size] + by, 100 - box[side]));
    else box[side] = fits(box[side] + by, 100 - box[size]);
    event.preventDefault();
    show();
  });

  for (const name of names) field(name).addEventListener("change", () => { box[name] = fits(Number(field(name).value) || 0); show(); });
  for (const choice of document.querySelectorAll('[name="what"]')) {
    choice.addEventListener("change", () => { box = { left: 0, top: 0, width: 0, height: 0 }; show(); for (const name of names) field(name).value = ""; });
  }
  show();
}
