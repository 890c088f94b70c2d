// The photo as it was sent, kept for a day on this phone alone, to be compared with what we keep. Never sent again.
import { owner } from "./owner.js";
import { unseal } from "./seal.js";
import { STORES, asked, together } from "./store.js";

const DAY_MS = 24 * 60 * 60 * 1000;

// What was sent goes from what waits to what can be compared, in one step, unless it was removed meanwhile.
export async function keepBefore(item, address) {
  const receipt = address.split("/").filter(Boolean).at(-1);
  await together(STORES, async (about, waiting, before, pictures) => {
    const wishes = await asked(about.get("wishes"));
    const own = await asked(about.get("owner"));
    if (!(await asked(waiting.get(item.place)))) return;
    waiting.delete(item.place);
    if (own?.who === item.who && wishes?.before !== false) before.put({ receipt, who: item.who, number: item.number, at: Date.now() });
    else pictures.delete(item.number);
  });
}

export async function photosBefore(receipt) {
  await letGo();
  const own = await owner();
  const kept = own && (await together(["before"], (before) => asked(before.get(receipt)), "readonly"));
  if (!kept || kept.who !== own.who) return [];
  const { pictures } = await together(["pictures"], (all) => asked(all.get(kept.number)), "readonly");
  return Promise.all(pictures.map(async (picture, at) => new Blob([await unseal(own.key, picture, `${kept.number}/${at}`)], { type: picture.type })));
}

export async function removeBefore(receipt) {
  await removeWhere((kept) => kept.receipt === receipt);
}

// A day is over when the clock says so, and also when it was set back: then nobody knows how long it was.
export async function letGo(now = Date.now()) {
  await removeWhere((kept) => now < kept.at || now - kept.at > DAY_MS);
}

async function removeWhere(isIt) {
  await together(["before", "pictures"], async (before, pictures) => {
    for (const kept of (await asked(before.getAll())).filter(isIt)) {
      before.delete(kept.receipt);
      pictures.delete(kept.number);
    }
  });
}

export async function keepsBefore() {
  return (await together(["about"], (about) => asked(about.get("wishes")), "readonly"))?.before !== false;
}

export async function wishBefore(is) {
  await together(["about"], async (about) => { about.put({ what: "wishes", before: is }); });
  if (!is) await removeWhere(() => true);
}
