// What another app shares with us: it waits on this phone for its owner's tap, with or without a connection.
import { owner } from "./owner.js";
import { add, all } from "./waiting.js";

const PICTURES_MAX = 10;
// Any site can make a browser post here; what it brings is only ever shown, and no more of it than this.
const ASKED_MAX = 10;

export async function takeShare(request) {
  const forServer = request.clone();
  try {
    if (!(await owner())) return fetch(forServer);
    const files = (await request.formData()).getAll("picture").filter((file) => file instanceof File && file.size > 0);
    const asked = (await all()).filter((item) => item.state === "asked");
    if (files.length && asked.length < ASKED_MAX) {
      await add(files.slice(0, PICTURES_MAX), { number: crypto.randomUUID(), isAsked: true });
    }
    return Response.redirect("/receipts/add/?shared", 303);
  } catch {
    // No room, no store: the server shows it instead, and the other app has it still.
    return fetch(forServer);
  }
}
