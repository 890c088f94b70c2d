// Asks what is wrong with a picture while it can still be taken again. Whatever fails here, it can be sent.
import { smaller } from "./smaller.js";

// A picture is looked at no larger than this: enough to judge it by, and quickly there.
const LOOKED_AT_PX = 2400;

export async function reasonsAgainst(file, form) {
  if (!file.type.startsWith("image/") || !form.elements.csrfmiddlewaretoken) return [];
  try {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("picture", await smaller(file, LOOKED_AT_PX), file.name);
    const answer = await fetch(form.dataset.look, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return [];
    return (await answer.json()).reasons;
  } catch {
    // Without a connection nobody has looked, and nothing changes.
    return [];
  }
}
