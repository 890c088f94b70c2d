// Makes a picture smaller, in a page or in the service worker. Gives the file itself where that cannot be done.
export async function smaller(file, longestPx, quality = 0.85) {
  const bitmap = "OffscreenCanvas" in globalThis ? await createImageBitmap(file).catch(() => null) : null;
  if (!bitmap) return file;
  const scale = longestPx / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) {
    bitmap.close();
    return file;
  }
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const made = await canvas.convertToBlob({ type: "image/jpeg", quality }).catch(() => null);
  return made ? new File([made], file.name, { type: "image/jpeg" }) : file;
}
