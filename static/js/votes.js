// How many have voted, as it is now; never what.

import { tail } from "./socket.js";

export default function votes(root) {
  const eligible = Number(root.dataset.eligible);

  tail(root.dataset.topic, ({ kind, data }) => {
    if (kind !== "votes.changed") return;
    root.querySelector("[data-voted]").textContent = data.voted;
    root.querySelector("[data-rail]").setAttribute("width", eligible ? Math.floor((100 * data.voted) / eligible) : 0);
  });
}
