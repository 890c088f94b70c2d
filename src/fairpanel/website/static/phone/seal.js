// Sealing bytes with a key that no script can read out: AES-GCM, with a label that ties them to their place.
const CIPHER = "AES-GCM";
const IV_BYTES = 12;

export function newKey() {
  return crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function seal(key, bytes, label) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, sealed: await crypto.subtle.encrypt(bound(iv, label), key, bytes) };
}

export function unseal(key, { iv, sealed }, label) {
  return crypto.subtle.decrypt(bound(iv, label), key, sealed);
}

function bound(iv, label) {
  return { name: CIPHER, iv, additionalData: new TextEncoder().encode(label) };
}
