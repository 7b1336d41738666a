// Fetches parts of this page again, as the page itself includes them, and puts each in its place.

const AGAIN = 3_000;
const pending = new Map(); // address → {due, timer}

// In `wait` ms, or with what is under way already if that comes sooner.
export function fetchParts(address, wait) {
  const due = performance.now() + wait;
  const other = pending.get(address);
  if (other?.due <= due) return;
  clearTimeout(other?.timer);
  pending.set(address, { due, timer: setTimeout(fetchNow, wait, address) });
}

async function fetchNow(address) {
  pending.delete(address);
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (answer.status >= 500) throw new Error(answer.statusText);
    if (answer.ok) put(await answer.text());
  } catch {
    fetchParts(address, AGAIN + Math.random() * AGAIN);
  }
}

function put(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const part of parsed.querySelectorAll("[data-part]")) {
    const old = document.getElementById(part.id);
    const focused = old.contains(document.activeElement) ? document.activeElement.id : null;
    old.replaceWith(part);
    part.dispatchEvent(new Event("fragment", { bubbles: true })); // app.js gives it its modules
    if (focused !== null) (document.getElementById(focused) ?? part).focus();
  }
}
