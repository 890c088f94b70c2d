// Sending a receipt: shows the picture that was chosen, says at once what is wrong with it, and how far the sending is.
const form = document.getElementById("send");
const input = document.getElementById("picture");
const drop = form.querySelector(".drop");
const preview = document.getElementById("preview");
const wrong = document.getElementById("wrong");
const doubt = document.getElementById("doubt");
const upload = document.getElementById("upload");
const words = document.getElementById("upload-words");
const go = document.getElementById("go");
const again = document.getElementById("again");
const say = form.dataset;
const plainWords = new Map([go, again].map((button) => [button, button.textContent]));
// A picture is looked at no larger than this: enough to judge it by, and quickly there.
const LOOKED_AT_PX = 2400;
let looks = 0;

input.addEventListener("change", chosen);
form.addEventListener("submit", send);
for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => over(event, true));
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, (event) => over(event, false));
drop.addEventListener("drop", (event) => { input.files = event.dataTransfer.files; chosen(); });
// Who comes back to this page finds the choice that the browser has kept.
if (input.files.length) chosen();

function over(event, is) {
  event.preventDefault();
  drop.classList.toggle("over", is);
}

function chosen() {
  const wrongWith = fault();
  complain(wrongWith);
  drop.hidden = !wrongWith;
  preview.hidden = again.hidden = Boolean(wrongWith);
  // What is too large cannot be sent; where nothing is chosen yet, the button says what is missing.
  go.hidden = Boolean(wrongWith) && input.files.length > 0;
  doubtful([]);
  if (!wrongWith) {
    show(input.files[0]);
    look(input.files[0]);
  }
}

function fault() {
  if (!input.files.length) return say.nothing;
  return input.files[0].size > Number(say.bytesMax) ? say.tooLarge : "";
}

function show(file) {
  const image = preview.querySelector("img");
  URL.revokeObjectURL(image.src);
  image.hidden = !file.type.startsWith("image/");
  image.onerror = () => { image.hidden = true; };
  if (!image.hidden) image.src = URL.createObjectURL(file);
  preview.querySelector("figcaption").textContent = file.name;
}

// Asks what is wrong with the picture while it can still be taken again. Whatever fails here, it can be sent.
async function look(file) {
  const mine = ++looks;
  if (!file.type.startsWith("image/")) return;
  try {
    const body = new FormData(form);
    body.set("picture", await smaller(file), file.name);
    const answer = await fetch(say.look, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const { reasons } = await answer.json();
    // Another picture may have been chosen meanwhile, or this one is on its way.
    if (mine === looks) doubtful(reasons);
  } catch {
    // Without a connection nobody has looked, and nothing changes.
  }
}

async function smaller(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  const scale = bitmap ? LOOKED_AT_PX / Math.max(bitmap.width, bitmap.height) : 1;
  if (scale >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", 0.85));
}

function doubtful(reasons) {
  const is = reasons.length > 0;
  doubt.hidden = !is;
  doubt.querySelector("ul").replaceChildren(...reasons.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })));
  go.textContent = is ? say.anyway : plainWords.get(go);
  again.textContent = is ? say.retake : plainWords.get(again);
  again.classList.toggle("large", is);
}

function send(event) {
  event.preventDefault();
  const wrongWith = fault();
  complain(wrongWith);
  if (wrongWith) return;
  looks += 1;
  busy(true);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.onprogress = (progress) => far(progress.lengthComputable ? progress.loaded / progress.total : 0);
  request.onload = () => answered(request);
  request.onerror = () => failed(say.offline);
  request.send(new FormData(form));
}

function answered(request) {
  if (request.status === 201) {
    words.textContent = say.sent;
    window.location.assign(request.response.address);
  } else {
    failed(request.response?.detail ?? (request.status === 413 ? say.tooLarge : say.broken));
  }
}

function far(part) {
  const percent = Math.round(part * 100);
  upload.querySelector("progress").value = percent;
  words.textContent = `${say.sending} ${percent} %`;
}

function failed(sentence) {
  busy(false);
  complain(sentence);
}

function busy(is) {
  go.disabled = is;
  again.hidden = is;
  upload.hidden = !is;
  far(0);
}

function complain(sentence) {
  wrong.querySelector("p").textContent = sentence;
  wrong.hidden = !sentence;
  if (sentence) wrong.scrollIntoView({ block: "nearest" });
}
