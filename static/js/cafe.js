// A list of threads: what moves waits behind a pill, and nothing is set in another order under the reader's finger.

import { fetchParts } from "./parts.js";
import { tail } from "./socket.js";
import { wordsOf } from "./words.js";

const SPREAD = 4_000; // ms; many read the café: nobody fetches its tables at the same moment

export default function cafe(root) {
  const words = wordsOf(root);
  const moved = new Set(); // ids of threads
  let isKnown = false; // the log has told from where on it tells
  if (new URLSearchParams(location.search).has("suite")) return; // older ones: what moves is elsewhere

  tail(root.dataset.topic, ({ kind, data }) => {
    const { category, tablesUrl } = root.dataset;
    if (kind === "snapshot") {
      if (isKnown) show(words("perhaps")); // the line was away for long
      isKnown = true;
      return;
    }
    if (tablesUrl) fetchParts(tablesUrl, SPREAD * Math.random());
    if (!category || Number(category) === data.category) {
      moved.add(data.id);
      show(words("moved", { n: moved.size }));
    }
  });

  root.addEventListener("click", ({ target }) => {
    const pill = target.closest("[data-fresh]");
    if (pill && !pill.hidden && pill.getAttribute("aria-busy") !== "true") bring(pill);
  });

  function show(text) {
    const pill = root.querySelector("[data-fresh]");
    pill.textContent = text;
    pill.hidden = false;
  }

  async function bring(pill) {
    const shown = new Set(moved);
    pill.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(location, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const html = new DOMParser().parseFromString(await answer.text(), "text/html");
      root.replaceChildren(...html.querySelector("[data-module~=cafe]").childNodes);
    } catch {
      pill.removeAttribute("aria-busy"); // the pill stays: press again
      return;
    }
    root.dispatchEvent(new Event("fragment", { bubbles: true }));
    for (const id of shown) moved.delete(id);
    if (moved.size) show(words("moved", { n: moved.size }));
    root.querySelector(".thread-line__title a")?.focus({ preventScroll: true });
    if (root.getBoundingClientRect().top < 0) root.scrollIntoView({ block: "start" });
  }
}
