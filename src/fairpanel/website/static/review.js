// The operator's keys: what carries data-key="a" is pressed by "a", what carries data-focus="r" is gone to by "r".
const WRITTEN_IN = "input:not([type=checkbox]), textarea, select";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const box = event.target.closest?.(WRITTEN_IN);
  if (box) {
    // Out of the box, so that keys are keys again.
    if (event.key === "Escape") box.blur();
    return;
  }
  if (document.getElementById("keys-on")?.checked === false) return;
  const key = CSS.escape(event.key);
  const pressed = document.querySelector(`[data-key="${key}"]`);
  const marked = document.querySelector(`[data-focus="${key}"]`);
  const goneTo = marked?.matches("input, textarea, button, a") ? marked : marked?.querySelector("input");
  if (pressed || goneTo) event.preventDefault();
  pressed?.click();
  goneTo?.focus();
  if (goneTo?.matches("input[type=text]")) goneTo.select();
});
