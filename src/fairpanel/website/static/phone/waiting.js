// The receipts that wait on this phone, each sealed: added, listed, opened, removed.
import { tell } from "./changes.js";
import { owner } from "./owner.js";
import { seal, unseal } from "./seal.js";
import { smaller } from "./smaller.js";
import { asked, together } from "./store.js";

const SMALL_PX = 160;
const SMALL_BYTES_MAX = 100_000;

export class NobodyHere extends Error {}

// Keeps the pictures of one receipt under a number that is its alone: added twice it is there once.
// It waits to be sent; with `isAsked` it waits for its owner's tap first.
export async function add(files, { number, isAsked = false }) {
  const own = await owner();
  if (!own) throw new NobodyHere();
  const pictures = [];
  for (const [at, file] of files.entries()) {
    const bytes = await file.arrayBuffer();
    pictures.push({ name: file.name, type: file.type, ...(await seal(own.key, bytes, `${number}/${at}`)) });
  }
  const small = await smaller(files[0], SMALL_PX);
  const shown = small.size <= SMALL_BYTES_MAX && small.type.startsWith("image/");
  const item = {
    number, who: own.who, state: isAsked ? "asked" : "waiting", why: "", words: "", count: files.length,
    small: shown ? await seal(own.key, await small.arrayBuffer(), `${number}/small`) : null,
  };
  await together(["about", "waiting", "pictures"], async (about, waiting, kept) => {
    const now = await asked(about.get("owner"));
    // Somebody may have signed out while it was sealed, and the key is gone.
    if (now?.number !== own.number) throw new NobodyHere();
    if (await asked(waiting.index("number").get(number))) return;
    waiting.add(item);
    kept.add({ number, pictures });
  });
  tell();
}

// All of the owner's, the oldest first.
export async function all() {
  const own = await owner();
  if (!own) return [];
  const items = await together(["waiting"], (waiting) => asked(waiting.getAll()), "readonly");
  return items.filter((item) => item.who === own.who);
}

export async function filesOf(item) {
  const own = await owner();
  const kept = await together(["pictures"], (pictures) => asked(pictures.get(item.number)), "readonly");
  if (!own || !kept) throw new NobodyHere();
  return Promise.all(kept.pictures.map(async (picture, at) => new File([await unseal(own.key, picture, `${item.number}/${at}`)], picture.name, { type: picture.type })));
}

export async function smallOf(item) {
  const own = item.small && (await owner());
  return own ? new Blob([await unseal(own.key, item.small, `${item.number}/small`)], { type: "image/jpeg" }) : null;
}

// Changes what is still there; of what was removed meanwhile nothing comes back.
export async function change(item, changes) {
  await together(["waiting"], async (waiting) => {
    const now = await asked(waiting.get(item.place));
    if (now) waiting.put({ ...now, ...changes });
  });
  tell();
}

export async function remove(item) {
  await together(["waiting", "pictures"], async (waiting, pictures) => {
    waiting.delete(item.place);
    pictures.delete(item.number);
  });
  tell();
}
