// The photo as it was sent, kept for a day on this phone alone, to be compared with what we keep. Never sent again.
import { owner } from "./owner.js";
import { unseal } from "./seal.js";
import { asked, together } from "./store.js";

const DAY_MS = 24 * 60 * 60 * 1000;

// What was sent goes from what waits to what can be compared, in one step, unless it was removed meanwhile.
export async function keepBefore(item, address) {
  const receipt = address.split("/").filter(Boolean).at(-1);
  await together(["about", "waiting", "before"], async (about, waiting, before) => {
    const [wishes, own, there] = [await asked(about.get("wishes")), await asked(about.get("owner")), await asked(waiting.get(item.place))];
    if (!there) return;
    waiting.delete(item.place);
    if (own?.who === item.who && wishes?.before !== false) {
      before.put({ receipt, who: item.who, number: item.number, pictures: item.pictures, at: Date.now() });
    }
  });
}

export async function photosBefore(receipt) {
  await letGo();
  const own = await owner();
  const kept = own && (await together(["before"], (before) => asked(before.get(receipt)), "readonly"));
  if (kept?.who !== own?.who || !kept) return [];
  return Promise.all(kept.pictures.map(async (picture, at) => new Blob([await unseal(own.key, picture, `${kept.number}/${at}`)], { type: picture.type })));
}

export async function removeBefore(receipt) {
  await together(["before"], async (before) => { before.delete(receipt); });
}

// A day is over when the clock says so, and also when it was set back: then nobody knows how long it was.
export async function letGo(now = Date.now()) {
  await together(["before"], async (before) => {
    for (const kept of await asked(before.getAll())) {
      if (now < kept.at || now - kept.at > DAY_MS) before.delete(kept.receipt);
    }
  });
}

export async function keepsBefore() {
  return (await together(["about"], (about) => asked(about.get("wishes")), "readonly"))?.before !== false;
}

export async function wishBefore(is) {
  await together(["about", "before"], async (about, before) => {
    about.put({ what: "wishes", before: is });
    if (!is) before.clear();
  });
}
