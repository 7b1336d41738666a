// A ballot's turnout as it is now; at its opening, its close and its sealing the parts that became others.

import { fetchParts } from "./parts.js";
import { follow } from "./socket.js";

const SPREAD = 1_500; // everybody who voted may wait for the result

export default function ballot(element) {
  const { topic, parts } = element.dataset;
  let known = element.dataset.state;

  follow(topic, ({ data }) => {
    const { state, voted, eligible, counts = {} } = data;
    if (state !== known) fetchParts(parts, Math.random() * SPREAD);
    known = state;
    if (voted === undefined) return;
    const percent = eligible ? Math.floor((100 * voted) / eligible) : 0;
    say("[data-voted]", voted);
    say("[data-turnout]", (shown) => shown.replace(/\d+/, percent)); // as the language of the page writes it
    for (const [option, count] of Object.entries(counts)) say(`[data-count="${option}"]`, count);
    element.querySelector("[data-rail]")?.setAttribute("width", percent);
  });

  function say(selector, figure) {
    const place = element.querySelector(selector);
    const text = place && (typeof figure === "function" ? figure(place.textContent) : String(figure));
    if (place && place.textContent !== text) place.textContent = text;
  }
}
