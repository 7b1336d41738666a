// 128 random bits of this browser's own, as 32 hex digits: they name one act, so that saying it twice is harmless.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
