// What every page does: say that scripts run here, let a phone keep the offline page, and send what waits on it.
import { listen } from "./phone/changes.js";
import { ready } from "./phone/here.js";
import { sendWhatWaits } from "./phone/sending.js";
import { all } from "./phone/waiting.js";

const root = document.documentElement;
const sign = document.getElementById("waits");

root.classList.add("scripted");
if ("serviceWorker" in navigator) {
  // The language is in the address, so that the offline page is fetched anew when it changes.
  const options = { type: "module", updateViaCache: "none" };
  navigator.serviceWorker.register(`/service-worker.js?language=${root.lang}`, options).catch(() => {});
}
if (await ready) {
  listen(showSign);
  addEventListener("online", sendQuietly);
  await showSign();
  // Pages that send by themselves say so.
  if (root.dataset.keeps !== undefined && !document.querySelector("[data-sends]")) await sendQuietly();
}

async function sendQuietly() {
  if ((await all()).some((item) => item.state === "waiting")) await sendWhatWaits().catch(() => {});
}

async function showSign() {
  if (!sign) return;
  const count = (await all()).length;
  sign.hidden = count === 0;
  sign.querySelector(".number").textContent = count;
}
