// The gallery of a Qdéfi: what comes in waits behind a pill, so that nothing moves under the reader's finger.

import { tail } from "./socket.js";
import { wordsOf } from "./words.js";

export default function qdefi(root) {
  const words = wordsOf(root);
  const pill = root.querySelector("[data-fresh]");
  const fresh = new Set(); // names of entries
  let isKnown = false; // the log has told from where on it tells

  tail(root.dataset.topic, ({ kind, data }) => {
    if (kind === "snapshot") {
      if (isKnown) show(words("perhaps")); // the line was away for long
      isKnown = true;
    } else if (kind === "qdefi.closed") show(words("closed"));
    else if (kind === "entry.added") {
      fresh.add(data.code);
      show(words("fresh", { n: fresh.size }));
    } else if (kind === "entry.removed" && fresh.delete(data.code)) {
      if (fresh.size) show(words("fresh", { n: fresh.size }));
      else pill.hidden = true;
    }
  });
  pill.addEventListener("click", () => location.reload());

  function show(text) {
    pill.textContent = text;
    pill.hidden = false;
  }
}
