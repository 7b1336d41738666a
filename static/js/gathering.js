// A gathering's page: its seats as they are now, and one's own answer once the house has moved it.

import { fetchParts } from "./parts.js";
import { follow, tail } from "./socket.js";

const SPREAD = 1_500; // hundreds may watch the last seat go

export default function gathering(element) {
  const { topic, places, answer } = element.dataset;
  const soon = () => Math.random() * SPREAD;
  let known = null;

  follow(topic, ({ data }) => {
    const { state, seats, capacity, waiting } = data;
    const now = [state, seats, capacity, waiting].join();
    if (known !== null && known !== now) fetchParts(places, soon());
    if (answer && known?.startsWith("published") && state === "cancelled") fetchParts(answer, soon());
    known = now;
  });

  // Whoever is typing keeps the form, unless the answer itself is another one.
  if (!answer) return;
  tail("me", ({ kind, data }) => {
    if (kind === "notice.added" && data.kind.startsWith("gathering.")) fetchParts(answer, soon());
  });
}
