// The schedule, and the home page’s drop of the moment: read anew when a drop is announced or moves to another phase.

import { fetchParts } from "./parts.js";
import { follow } from "./socket.js";

const SPREAD = 3_000;

let known = null; // outlives the element, which each reading replaces

export default function programme(element) {
  if (known !== null) return;
  follow("drops", ({ data }) => {
    const phases = data.drops.map(({ code, phase }) => `${code} ${phase}`).join();
    if (known !== null && known !== phases) fetchParts(element.dataset.address, Math.random() * SPREAD);
    known = phases;
  });
}
