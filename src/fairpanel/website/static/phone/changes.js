// Tells every page and the service worker that what this phone keeps has changed.
const NAME = "fairpanel";

export function tell(what = {}) {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(what);
  channel.close();
}

export function listen(heard) {
  new BroadcastChannel(NAME).onmessage = (message) => heard(message.data);
}
