// Sending a receipt: shows the pictures that were chosen, says at once what is wrong with them, and keeps them on the
// phone until they are sent.
import { listen } from "./phone/changes.js";
import { Choice } from "./phone/choice.js";
import { ready } from "./phone/here.js";
import { keepsBefore, wishBefore } from "./phone/before.js";
import { askWhoIsThere, sendWhatWaits } from "./phone/sending.js";
import { postWithProgress } from "./phone/posting.js";
import { smaller } from "./phone/smaller.js";
import { add, all, filesOf, remove } from "./phone/waiting.js";

const form = document.getElementById("send");
const input = document.getElementById("picture");
const drop = form.querySelector(".drop");
const wrong = document.getElementById("wrong");
const upload = document.getElementById("upload");
const words = document.getElementById("upload-words");
const go = document.getElementById("go");
const again = document.getElementById("again");
const more = document.getElementById("more");
const wish = document.getElementById("keep-before");
const say = form.dataset;
const plainWords = again.textContent;
const bytesMax = Number(say.bytesMax);
const picturesMax = Number(say.picturesMax);
// Print on a receipt is read as well at this size, and ten such pictures fit into one sending.
const SENT_SMALLER_PX = 2400;
const choice = new Choice(form, show);
// One more picture is chosen with an input of its own: the one on the page begins anew.
const another = Object.assign(document.createElement("input"), { type: "file", accept: input.accept, multiple: true });
// The same for these pictures however often they are sent, and a new one once they are others.
let number = crypto.randomUUID();
let shared = null;

input.addEventListener("change", () => choose(input.files, true));
another.addEventListener("change", () => { choose(another.files, false); another.value = ""; });
more.addEventListener("click", () => another.click());
form.addEventListener("submit", send);
for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => over(event, true));
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, (event) => over(event, false));
drop.addEventListener("drop", (event) => choose(event.dataTransfer.files, true));
addEventListener("online", () => document.getElementById("nowhere")?.remove());
begin();

async function begin() {
  if (await ready) {
    wish.checked = await keepsBefore();
    wish.addEventListener("change", () => wishBefore(wish.checked));
    shared = (await all()).find((item) => item.state === "asked") ?? null;
  } else {
    wish.closest("label").hidden = true;
  }
  const brought = [...document.querySelectorAll("template[data-shared]")].map(fileIn);
  if (brought.length) choice.replace(brought);
  else if (shared && new URLSearchParams(location.search).has("shared")) choice.replace(await filesOf(shared));
  // Who comes back to this page finds the choice that the browser has kept.
  else if (input.files.length) choose(input.files, true);
}

function fileIn(template) {
  const bytes = Uint8Array.from(atob(template.content.textContent), (letter) => letter.charCodeAt(0));
  return new File([bytes], template.dataset.name, { type: template.dataset.type });
}

function over(event, is) {
  event.preventDefault();
  drop.classList.toggle("over", is);
}

function choose(files, anew) {
  number = crypto.randomUUID();
  // What another app shared is not sent as something else; it waits on.
  if (anew) shared = null;
  const left = picturesMax - (anew ? 0 : choice.files.length);
  const taken = [...files].slice(0, left);
  if (anew) choice.replace(taken);
  else choice.add(taken);
  if (files.length > left) complain(say.tooMany);
}

function show(isOther = false) {
  const count = choice.files.length;
  const wrongWith = fault();
  // What was said of these pictures stands until they are others.
  if (isOther) complain(count ? wrongWith : "");
  drop.hidden = count > 0 && !wrongWith;
  again.hidden = count !== 1 || Boolean(wrongWith);
  more.hidden = count === 0 || count >= picturesMax || Boolean(wrongWith);
  // What is too large cannot be sent; where nothing is chosen yet, the button says what is missing.
  go.hidden = Boolean(wrongWith) && count > 0;
  go.textContent = count > 1 ? say.all.replace("{count}", count) : choice.isDoubted ? say.anyway : say.send;
  again.textContent = choice.isDoubted ? say.retake : plainWords;
  again.classList.toggle("large", choice.isDoubted);
}

function fault() {
  if (!choice.files.length) return say.nothing;
  return choice.files.some((file) => file.size > bytesMax) ? say.tooLarge : "";
}

async function send(event) {
  event.preventDefault();
  const wrongWith = fault();
  complain(wrongWith);
  if (wrongWith) return;
  busy(true);
  const files = await fitting(choice.files);
  if (files.reduce((sum, file) => sum + file.size, 0) > bytesMax) return failed(say.tooLargeTogether);
  const isKept = (await ready) && (await keep(files));
  if (isKept) await sendKept();
  else await sendAtOnce(files);
}

async function fitting(files) {
  const together = files.reduce((sum, file) => sum + file.size, 0);
  return together <= bytesMax ? files : Promise.all(files.map((file) => smaller(file, SENT_SMALLER_PX)));
}

async function keep(files) {
  try {
    await add(files, { number });
    // One tap was the answer to what another app shared.
    if (shared) await remove(shared);
    shared = null;
    return true;
  } catch {
    return false;
  }
}

// From the phone's own store: what happens to it here also happens when this page is closed.
async function sendKept() {
  let mine = null;
  listen((said) => { if (said.number === number) mine = said; });
  askForSync();
  navigator.storage?.persist?.().catch(() => {});
  await sendWhatWaits({ post: postWithProgress(far) }).catch(() => "broken");
  // What another tab or the service worker has sent is told, too, but perhaps a moment later.
  await new Promise((done) => { setTimeout(done, 50); });
  if (mine?.sent) return opens(mine.sent);
  const item = (await all()).find((each) => each.number === number);
  if (item?.state !== "held") return window.location.assign(item ? say.waiting : say.list);
  // It was refused, and is still on this page: it is here that it is mended.
  await remove(item);
  number = crypto.randomUUID();
  failed(item.words || say.tooLarge);
}

// Where this browser keeps nothing, or has no room: the pictures are in this page alone.
async function sendAtOnce(files) {
  const state = await askWhoIsThere();
  if (!state) return failed(say.offline);
  const body = new FormData();
  body.set("key", number);
  for (const file of files) body.append("picture", file);
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": state.token };
    const answer = await postWithProgress(far)(form.getAttribute("action"), body, headers);
    if (answer.status === 201) opens(answer.said.address);
    else failed(answer.said.detail ?? (answer.status === 413 ? say.tooLarge : answer.isElsewhere ? say.signedOut : say.broken));
  } catch {
    failed(say.offline);
  }
}

function opens(address) {
  words.textContent = say.sent;
  window.location.assign(address);
}

async function askForSync() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("send").catch(() => {});
}

function far(part) {
  const percent = Math.round(part * 100);
  upload.querySelector("progress").value = percent;
  words.textContent = `${say.sending} ${percent} %`;
}

function failed(sentence) {
  busy(false);
  complain(sentence);
}

function busy(is) {
  go.disabled = more.disabled = is;
  if (is) again.hidden = true;
  else show();
  upload.hidden = !is;
  far(0);
}

function complain(sentence) {
  wrong.querySelector("p").textContent = sentence;
  wrong.hidden = !sentence;
  if (sentence) wrong.scrollIntoView({ block: "nearest" });
}
