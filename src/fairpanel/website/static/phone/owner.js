// Whose photos this phone keeps. They and their key go when their owner signs out, or somebody else signs in.
import { tell } from "./changes.js";
import { dropShell } from "./shell.js";
import { newKey } from "./seal.js";
import { STORES, asked, together } from "./store.js";

const WORD_LEFT = "forget=";

// The owner with their key; undefined where there is none, or their session is over and nobody knows who is here.
export async function owner() {
  const had = await together(["about"], (about) => asked(about.get("owner")), "readonly");
  return had?.locked ? undefined : had;
}

export async function isLocked() {
  const had = await together(["about"], (about) => asked(about.get("owner")), "readonly");
  return Boolean(had?.locked);
}

// The server says who is signed in, by a tag; empty for nobody. With `keeps` they may keep photos here.
export async function recognise(who, keeps = false) {
  const had = await together(["about"], (about) => asked(about.get("owner")), "readonly");
  if (had && who && had.who !== who) await forget();
  else if (had) await setLocked(had, !who);
  if (keeps && who && had?.who !== who) await begin(who);
}

async function begin(who) {
  const key = await newKey();
  await together(["about"], async (about) => {
    // Another tab may have been quicker; its key holds.
    if (!(await asked(about.get("owner")))) about.put({ what: "owner", who, key, number: crypto.randomUUID(), locked: false });
  });
}

async function setLocked(had, locked) {
  if (had.locked === locked) return;
  await together(["about"], async (about) => {
    const now = await asked(about.get("owner"));
    if (now?.number === had.number) about.put({ ...now, locked });
  });
  tell();
}

export async function forget() {
  await together(STORES, async (...stores) => { for (const store of stores) store.clear(); });
  await dropShell();
  tell();
}

// The server leaves word where somebody signed out or left, whichever way they did.
export async function heedWord() {
  if (!document.cookie.split("; ").some((cookie) => cookie.startsWith(WORD_LEFT))) return;
  await forget();
  document.cookie = `${WORD_LEFT}; path=/; max-age=0; samesite=lax`;
}
