// The photo as it was sent, beside what we keep of it: from this phone's own store, and only shown.
import { photosBefore, removeBefore } from "./phone/before.js";
import { ready } from "./phone/here.js";

const main = document.getElementById("content");

if (await ready) {
  await fill();
  // The result comes into the page when it has been read.
  new MutationObserver(fill).observe(main, { childList: true, subtree: true });
}

async function fill() {
  for (const figure of main.querySelectorAll("figure[data-before]:not([data-filled])")) {
    figure.dataset.filled = "";
    const photos = await photosBefore(figure.dataset.receipt).catch(() => []);
    const place = figure.querySelector(".photos");
    for (const [at, photo] of photos.entries()) {
      const image = new Image();
      image.alt = figure.dataset.alt.replace("{number}", at + 1);
      image.onload = () => { figure.hidden = false; };
      image.onerror = () => image.remove();
      image.src = URL.createObjectURL(photo);
      place.append(image);
    }
    figure.querySelector("button").addEventListener("click", async () => {
      await removeBefore(figure.dataset.receipt);
      figure.remove();
    });
  }
}
