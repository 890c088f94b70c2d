// The operator's keys: what carries data-key="a" is pressed by "a", what carries data-focus="r" is gone to by "r".
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const key = CSS.escape(event.key);
  const pressed = document.querySelector(`[data-key="${key}"]`);
  const goneTo = document.querySelector(`[data-focus="${key}"]`);
  if (pressed || goneTo) event.preventDefault();
  pressed?.click();
  goneTo?.focus();
});
