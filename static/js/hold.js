// How long the piece stays ours, by the server's clock.

import { figureOf } from "./dial.js";
import { now } from "./clock.js";

export default function hold(element) {
  const until = Number(element.dataset.until);
  const figure = element.querySelector("[data-figure]");

  function tick() {
    if (!element.isConnected) return;
    const left = until - now();
    figure.textContent = figureOf(left);
    element.classList.toggle("hold--last", left <= 60_000);
    if (left > 0) setTimeout(tick, 1_000 - (now() % 1_000));
    else setTimeout(() => document.dispatchEvent(new CustomEvent("claim:changed")), 1_000);
  }

  tick();
}
