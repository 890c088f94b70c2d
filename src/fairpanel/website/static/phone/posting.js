// Sends a form and says plainly what came of it: from a page with its progress, from the service worker without.
export async function post(address, body, headers) {
  const response = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
  const said = await response.json().catch(() => ({}));
  return { status: response.status, isElsewhere: response.type === "opaqueredirect", said: said ?? {} };
}

export function postWithProgress(far) {
  return (address, body, headers) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = (progress) => far(progress.lengthComputable ? progress.loaded / progress.total : 0);
    request.onload = () => done({
      status: request.status,
      isElsewhere: new URL(request.responseURL).pathname !== address,
      said: request.response ?? {},
    });
    request.onerror = () => failed(new TypeError("there is no connection"));
    request.send(body);
  });
}
