// The phone's own store: photos that are sealed, the key that opens them, and whose they are.
const NAME = "fairpanel";
const VERSION = 1;
let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("about", { keyPath: "what" });
      // In the order in which they were added, whatever the clock says.
      request.result.createObjectStore("waiting", { keyPath: "place", autoIncrement: true }).createIndex("number", "number", { unique: true });
      request.result.createObjectStore("before", { keyPath: "receipt" });
      // The pictures apart, so that a list of what waits is read without them.
      request.result.createObjectStore("pictures", { keyPath: "number" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => { opened = undefined; };
      done(request.result);
    };
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("another tab holds an older store"));
  });
  opened.catch(() => { opened = undefined; });
  return opened;
}

// Runs the steps in one transaction over these stores: all of it holds, or nothing of it.
export async function together(names, steps, mode = "readwrite") {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction(names, mode);
    let result;
    transaction.oncomplete = () => done(result);
    transaction.onabort = () => failed(transaction.error ?? new Error("the transaction was given up"));
    steps(...names.map((name) => transaction.objectStore(name))).then(
      (value) => { result = value; },
      (wrong) => {
        failed(wrong);
        try { transaction.abort(); } catch { /* It has ended by itself. */ }
      },
    );
  });
}

export function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

export const STORES = ["about", "waiting", "before", "pictures"];
