// What every page does first with what this phone keeps: heed a sign-out, and see whose it is.
import { letGo } from "./before.js";
import { heedWord, recognise } from "./owner.js";
import { keepShellIfGone } from "./shell.js";

const { who, keeps } = document.documentElement.dataset;

// True once it is known whose this phone is; false where this browser keeps nothing.
export const ready = begin();

async function begin() {
  try {
    await heedWord();
    // A page that opened without a connection cannot say who is signed in.
    if (who !== undefined) await recognise(who, keeps !== undefined);
    await letGo();
    if (keeps !== undefined && "serviceWorker" in navigator) keepShellIfGone().catch(() => {});
    return true;
  } catch {
    return false;
  }
}
