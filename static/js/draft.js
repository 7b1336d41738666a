// What one has typed and not sent, kept in this browser for thirty days; `name` says whose it is, and for which place.

import { discard, keep, kept, recall } from "./keep.js";

const PREFIX = "draft:";
const LIFE = 30 * 24 * 3600 * 1000; // ms

function read(key) {
  try {
    return JSON.parse(recall(key, "null"));
  } catch {
    return null;
  }
}

// Others' and older ones go, too: nobody leaves words on a borrowed machine for ever.
function sweep() {
  for (const key of kept(PREFIX)) if (!(read(key)?.at > Date.now() - LIFE)) discard(key);
}

// Says that words were found, in the place kept free for it, with the way to throw them away.
export function tellFound(line, words, clear) {
  const away = document.createElement("button");
  line.dataset.found = "";
  line.textContent = `${words("found")} `;
  away.type = "button";
  away.className = "button button--plain";
  away.textContent = words("discard");
  away.addEventListener("click", clear);
  line.append(away);
}

export function draftFor(name) {
  const key = PREFIX + name.replace(/:\/[a-z]{2}\//, ":/"); // one draft, whatever language the page is in
  sweep();
  return {
    read: () => read(key),
    save: (values) => keep(key, JSON.stringify({ ...values, at: Date.now() })),
    discard: () => discard(key),
    // Another tab has sent or discarded it.
    whenGone: (listener) => addEventListener("storage", (event) => event.key === key && !event.newValue && listener()),
  };
}
