// Sending a receipt: shows the picture that was chosen, says at once what is too large, and how far the sending is.
const form = document.getElementById("send");
const input = document.getElementById("picture");
const drop = form.querySelector(".drop");
const preview = document.getElementById("preview");
const wrong = document.getElementById("wrong");
const upload = document.getElementById("upload");
const words = document.getElementById("upload-words");
const go = document.getElementById("go");
const again = document.getElementById("again");
const say = form.dataset;

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
  if (!wrongWith) show(input.files[0]);
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

function send(event) {
  event.preventDefault();
  const wrongWith = fault();
  complain(wrongWith);
  if (wrongWith) return;
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
