// Sends what waits, in order and each once, whoever begins it: a page, another tab, or the service worker.
import { keepBefore } from "./before.js";
import { tell } from "./changes.js";
import { forget, recognise } from "./owner.js";
import { post as postPlainly } from "./posting.js";
import { all, change, filesOf } from "./waiting.js";

const LOCK = "fairpanel-sending";
const STATE = "/receipts/phone/";
const TAKEN = "/receipts/add/";
const TOO_LARGE = 413;

// Gives why it stopped: "" where nothing is left to send, "offline", "broken" or "signed-out".
export function sendWhatWaits({ post = postPlainly } = {}) {
  const sendAll = () => inOrder(post);
  // Where a browser has no locks, the number that each receipt carries keeps the server from taking it twice.
  return "locks" in navigator ? navigator.locks.request(LOCK, sendAll) : sendAll();
}

async function inOrder(post) {
  let last = 0;
  for (;;) {
    const item = (await all()).find((each) => each.state === "waiting" && each.place > last);
    if (!item) return "";
    const stopped = await sendOne(item, post);
    if (stopped) return stopped;
    last = item.place;
  }
}

async function sendOne(item, post) {
  const state = await askWhoIsThere();
  if (state === null) return stop("offline");
  if (state.forget) {
    await forget();
    return "signed-out";
  }
  await recognise(state.who);
  if (state.who !== item.who) return stop("signed-out");
  let answer;
  try {
    answer = await post(TAKEN, await formOf(item), { Accept: "application/json", "X-CSRFToken": state.token });
  } catch {
    return stop("offline");
  }
  return judge(item, answer);
}

async function judge(item, { status, isElsewhere, said }) {
  if (status === 201) {
    await keepBefore(item, said.address);
    tell({ number: item.number, sent: said.address });
    return "";
  }
  if (said.title === "SomebodyElse") {
    await forget();
    return "signed-out";
  }
  if (isElsewhere) return stop("signed-out");
  // A refusal has a sentence. It stays until its owner removes it or has it tried again; the next one goes on.
  if (status === TOO_LARGE || (status >= 400 && status < 500 && said.detail && status !== 429)) {
    await change(item, { state: "held", why: said.detail ? "" : "too-large", words: said.detail ?? "" });
    tell({ number: item.number, held: said.detail ?? "", title: said.title ?? "" });
    return "";
  }
  return stop("broken");
}

async function formOf(item) {
  const body = new FormData();
  body.set("key", item.number);
  body.set("who", item.who);
  for (const file of await filesOf(item)) body.append("picture", file);
  return body;
}

export async function askWhoIsThere() {
  try {
    const response = await fetch(STATE, { headers: { Accept: "application/json" }, cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function stop(why) {
  tell({ stopped: why });
  return why;
}
