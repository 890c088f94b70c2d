// The pages that open without a connection, and their looks and scripts. They name nobody.
const KEPT = "shell-1";
const NOWHERE = "/offline/";
const ADDING = "/receipts/offline/";
const LOOKS = [
  "/static/tokens.css", "/static/pages.css", "/static/vendor/pico.css", "/static/icons.svg", "/static/icons/mark.svg",
  "/static/app.js", "/static/send.js", "/static/waits.js", "/static/phone/before.js", "/static/phone/changes.js",
  "/static/phone/choice.js", "/static/phone/here.js", "/static/phone/owner.js", "/static/phone/posting.js", "/static/phone/seal.js",
  "/static/phone/sending.js", "/static/phone/shell.js", "/static/phone/smaller.js", "/static/phone/store.js",
  "/static/phone/verdict.js", "/static/phone/waiting.js",
];

export async function keepShell() {
  const kept = await caches.open(KEPT);
  await kept.addAll([NOWHERE, ADDING, ...LOOKS].map((path) => new Request(path, { cache: "reload" })));
}

export async function keepShellIfGone() {
  if (!(await caches.has(KEPT))) await keepShell();
}

export async function dropShell() {
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) await caches.delete(name);
}

export async function dropOldShells() {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
}

// What is shown in the place of a page that cannot be fetched.
export function pageInstead(path) {
  return caches.match(path === "/receipts/add/" ? ADDING : NOWHERE);
}

export function isOfShell(path) {
  return LOOKS.includes(path);
}
