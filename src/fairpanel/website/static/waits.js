// Shows what waits on this phone, why it waits, and sends it when it can.
import { listen } from "./phone/changes.js";
import { ready } from "./phone/here.js";
import { isLocked } from "./phone/owner.js";
import { sendWhatWaits } from "./phone/sending.js";
import { all, change, remove, smallOf } from "./phone/waiting.js";

const section = document.getElementById("waiting");
const list = section.querySelector("ul");
const pattern = section.querySelector("template");
const status = section.querySelector("[role=status]");
const tryNow = section.querySelector(".try");
const say = section.dataset;
const AGAIN_AFTER_MS = 30_000;
const addresses = new Map();
// What a page says that opened without a connection, until there is one.
const nowhere = document.getElementById("nowhere");
let why = "";
let sent = 0;

if (await ready) {
  listen((said) => {
    if (said.sent) sent += 1;
    show();
  });
  tryNow.addEventListener("click", send);
  addEventListener("online", send);
  setInterval(send, AGAIN_AFTER_MS);
  await show();
  await send();
} else {
  tell(say.unkept);
}

async function send() {
  if (!(await all()).some((item) => item.state === "waiting")) return show();
  tell(say.sending);
  why = await sendWhatWaits().catch(() => "broken");
  if (why !== "offline") beSomewhere();
  return show();
}

// The connection is back: this is now the page of what waits, and says so.
function beSomewhere() {
  if (!nowhere?.isConnected) return;
  nowhere.remove();
  const title = document.getElementById("waiting-title");
  title.replaceWith(Object.assign(document.createElement("h1"), { textContent: title.textContent }));
}

async function show() {
  const items = await all();
  const locked = await isLocked();
  const waits = items.filter((item) => item.state === "waiting").length;
  const rows = await Promise.all(items.map(rowOf));
  // Somebody who is on a button of this list stays there.
  const at = document.activeElement?.closest?.("[data-place]")?.dataset.place;
  list.replaceChildren(...rows);
  list.hidden = rows.length === 0;
  if (at) list.querySelector(`[data-place="${CSS.escape(at)}"] button`)?.focus();
  tryNow.hidden = waits === 0 || locked;
  section.querySelector(".none").hidden = rows.length > 0 || locked;
  section.querySelector(".sign-in").hidden = !(locked || (waits > 0 && why === "signed-out"));
  section.querySelector(".done").hidden = sent === 0;
  tell(locked ? say.locked : waits ? say[{ offline: "offline", broken: "broken", "signed-out": "signedOut" }[why] ?? "waits"] : sent ? say.sent : "");
}

async function rowOf(item) {
  const row = pattern.content.firstElementChild.cloneNode(true);
  row.dataset.place = item.place;
  await showSmall(row, item);
  const { count } = item;
  row.querySelector("strong").textContent = count > 1 ? say.several.replace("{count}", count) : say.one;
  row.querySelector(".why").textContent = { waiting: say.toSend, asked: say.asked, held: item.words || say.tooLarge }[item.state];
  row.querySelector(".look").hidden = item.state !== "asked";
  const retry = row.querySelector(".retry");
  retry.hidden = item.state !== "held";
  retry.addEventListener("click", async () => {
    await change(item, { state: "waiting", words: "" });
    await send();
  });
  row.querySelector(".remove").addEventListener("click", async () => {
    await remove(item);
    status.focus();
  });
  return row;
}

async function showSmall(row, item) {
  if (!addresses.has(item.place)) {
    const small = await smallOf(item).catch(() => null);
    addresses.set(item.place, small && URL.createObjectURL(small));
  }
  const image = row.querySelector("img");
  const address = addresses.get(item.place);
  image.hidden = !address;
  row.querySelector(".disc").hidden = Boolean(address);
  image.onerror = () => {
    image.hidden = true;
    row.querySelector(".disc").hidden = false;
  };
  if (address) image.src = address;
}

function tell(sentence) {
  if (status.textContent !== sentence) status.textContent = sentence;
  status.hidden = !sentence;
}
