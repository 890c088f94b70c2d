// Shows one page of ours where there is no network. Keeps that page and its looks, and never a page about a person.
const KEPT = "offline-1";
const PAGE = "/offline/";
const LOOKS = ["/static/tokens.css", "/static/pages.css", "/static/vendor/pico.css", "/static/icons.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, ...LOOKS])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((n) => n !== KEPT).map((n) => caches.delete(n))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  } else if (LOOKS.includes(path)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(path)));
  }
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
