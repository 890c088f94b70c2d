// Ties what was read to its place on the picture: pointing at one lights the other.
const light = (key, is) => {
  for (const it of document.querySelectorAll(`[data-box="${CSS.escape(key)}"]`)) it.classList.toggle("lit", is);
};
const keyOf = (event) => event.target.closest?.("[data-box]")?.dataset.box;

for (const [kind, is] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(kind, (event) => {
    const key = keyOf(event);
    if (key) light(key, is);
  });
}

// A tap brings the other one into view, within its own frame and no further.
document.addEventListener("click", (event) => {
  const key = keyOf(event);
  if (!key) return;
  const inPicture = event.target.closest("svg");
  const other = document.querySelector(inPicture ? `:not(svg *)[data-box="${CSS.escape(key)}"]` : `svg [data-box="${CSS.escape(key)}"]`);
  const within = other?.matches("[tabindex], input") ? other : other?.querySelector("input");
  if (inPicture) within?.focus({ preventScroll: false });
  else other?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
