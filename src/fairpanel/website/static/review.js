// The operator's keys: what carries data-key="a" is pressed by "a".
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const it = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!it) return;
  event.preventDefault();
  it.click();
  // After "r" the arrow and tab keys go through the reasons.
  if (it.matches("summary")) it.closest("details").querySelector("button")?.focus();
});
