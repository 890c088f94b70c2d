// What every page does: say that scripts run here, and let a phone keep the offline page.
document.documentElement.classList.add("scripted");

if ("serviceWorker" in navigator) {
  // The language is in the address, so that the offline page is fetched anew when it changes.
  navigator.serviceWorker.register(`/service-worker.js?language=${document.documentElement.lang}`).catch(() => {});
}
