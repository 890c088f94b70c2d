// Who deletes a receipt deletes the photo of it, too, that this phone keeps to compare.
import { removeBefore } from "./phone/before.js";

const form = document.querySelector("form[data-receipt]");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await removeBefore(form.dataset.receipt).catch(() => {});
  HTMLFormElement.prototype.submit.call(form);
});
