// The number of notices one has not read, as the house counts them. Quiet: it changes, and that is all.
import { tail } from "./socket.js";

export default function bell(element) {
  const badge = element.querySelector(".bell__unread");
  const number = element.querySelector("[data-unread]");
  tail("me", ({ kind, data }) => {
    if (data.unread === undefined) return; // a claim of theirs moved
    number.textContent = data.unread;
    badge.hidden = data.unread === 0;
  });
}
