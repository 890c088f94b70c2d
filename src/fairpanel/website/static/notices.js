// Lets this browser show notices: asks its reader once, subscribes, and sends us where to reach it.
const form = document.getElementById("put-on");
const button = form.querySelector("button");
const wrong = form.querySelector(".wrong");
const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

button.hidden = !can;
if (!can) complain(form.dataset.cannot);
form.addEventListener("submit", putOn);

async function putOn(event) {
  event.preventDefault();
  button.disabled = true;
  wrong.hidden = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return complain(form.dataset.refused);
    const registration = await navigator.serviceWorker.ready;
    const had = await registration.pushManager.getSubscription();
    // One that was made for another key of ours, or for somebody else, is of no use.
    if (had) await had.unsubscribe();
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.key });
    const said = made.toJSON();
    form.elements.endpoint.value = said.endpoint;
    form.elements.p256dh.value = said.keys.p256dh;
    form.elements.auth.value = said.keys.auth;
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    complain(form.dataset.cannot);
  } finally {
    button.disabled = false;
  }
}

function complain(words) {
  wrong.textContent = words;
  wrong.hidden = false;
}
