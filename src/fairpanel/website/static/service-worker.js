// Stands between the site and the network: shows pages of ours where there is none, takes what other apps share, and
// sends what waits. It keeps pages that are about nobody; photos that wait lie sealed in the phone's own store.
import { sendWhatWaits } from "/static/phone/sending.js";
import { takeShare } from "/static/phone/share.js";
import { dropOldShells, isOfShell, keepShell, pageInstead } from "/static/phone/shell.js";

const SHARE = "/receipts/share/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate" && request.method === "POST" && path === SHARE) {
    event.respondWith(takeShare(request).catch(() => pageInstead(path)));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => pageInstead(path)));
  } else if (isOfShell(path)) {
    event.respondWith(fetch(request).catch(() => caches.match(path)));
  }
});

// The browser says that the connection is back, also when no page of ours is open. What fails is tried again later.
self.addEventListener("sync", (event) => {
  if (event.tag !== "send") return;
  event.waitUntil(sendWhatWaits().then((stopped) => {
    if (stopped === "offline" || stopped === "broken") throw new Error(stopped);
  }));
});

// A notice that was pushed: one line, and the page that it opens. It was sealed for this browser alone.
self.addEventListener("push", (event) => {
  const words = event.data ? event.data.json() : {};
  const shown = { body: words.body, tag: words.tag, data: { path: words.path || "/notices/" }, icon: "/static/icons/mark-192.png" };
  event.waitUntil(self.registration.showNotification(words.title || "Fairpanel", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const page = new URL(event.notification.data.path, self.location.origin);
  // Whatever it says, it opens a page of ours.
  if (page.origin === self.location.origin) event.waitUntil(self.clients.openWindow(page.href));
});
