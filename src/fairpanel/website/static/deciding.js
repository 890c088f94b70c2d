// One receipt after the other: the next one is fetched with its picture while this one is looked at, and shown at once.
const KEYS_ON = "fairpanel review keys";
const page = () => document.getElementById("review");

let ahead = null;

async function fetchAhead(address) {
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) return null;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = next.querySelector("#review .picture img");
  if (!shown) return { address, next, picture: null };
  // A picture that changes its document is fetched again, so this one is made here and waits.
  const picture = new Image();
  for (const { name, value } of shown.attributes) picture.setAttribute(name, value);
  shown.removeAttribute("src");
  await picture.decode().catch(() => null);
  return { address, next, picture };
}

const prepare = (address) => { ahead = address ? fetchAhead(address).catch(() => null) : null; };

async function goOn(told) {
  const fetched = await ahead;
  if (!told.next || !fetched || fetched.address !== told.next) {
    location.assign(told.next || page().dataset.begin);
    return;
  }
  page().replaceWith(document.adoptNode(fetched.next.getElementById("review")));
  if (fetched.picture) page().querySelector(".picture img").replaceWith(fetched.picture);
  document.title = fetched.next.title;
  history.replaceState(null, "", told.next);
  keepChoice();
  window.scrollTo(0, 0);
  page().querySelector("h1").focus({ preventScroll: true });
  document.getElementById("said").textContent = told.said;
  prepare(told.ahead);
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-decides]");
  if (!form || form.dataset.plain || !event.submitter) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const submitter = event.submitter;
  try {
    const to = submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
    const answer = await fetch(to, { method: "POST", body: new FormData(form, submitter), headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("told by the page itself");
    await goOn(await answer.json());
  } catch {
    // What could not be taken is said by an ordinary page.
    form.dataset.plain = "yes";
    form.requestSubmit(submitter);
  }
});

// Up and down go from box to box.
document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || !event.target.matches?.("#review :is(.says, .says-lines) input")) return;
  const boxes = [...page().querySelectorAll(".says input, .says-lines input")];
  boxes[boxes.indexOf(event.target) + by]?.focus();
  event.preventDefault();
});

// Who speaks to their computer, or leans on keys, turns single keys off; the device remembers it.
function keepChoice() {
  const box = document.getElementById("keys-on");
  if (!box) return;
  box.checked = localStorage.getItem(KEYS_ON) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEYS_ON, box.checked ? "on" : "off"));
}

keepChoice();
prepare(page()?.dataset.ahead);
