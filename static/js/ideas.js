// The list of ideas: new ones wait behind a pill, and one that is on the page shows the state and the words it has now.

import { freshList } from "./fresh.js";
import { tail } from "./socket.js";
import { wordsOf } from "./words.js";

const SPREAD = 4_000; // ms; many read the list: nobody fetches it at the same moment

export default function ideas(root) {
  const { topic, adds, state } = root.dataset;
  const list = freshList(root, "ideas", wordsOf(root), ".idea__title a");
  const changed = new Set(); // ids of ideas on the page
  const find = (page, id) => page.querySelector(`[data-idea="${id}"]`);
  let timer = 0;

  tail(topic, ({ kind, data }) => {
    if (kind === "snapshot") list.begin();
    else if (kind === "idea.added") hear(data.id);
    else if (find(root, data.id)) refresh(data.id);
    else if (data.state === state) list.perhaps();
  });

  // Of a new one we know neither its universe nor whose it is.
  function hear(id) {
    if (adds === "all") list.add(id);
    else if (adds) list.perhaps();
  }

  function refresh(id) {
    changed.add(id);
    timer ||= setTimeout(renew, SPREAD * Math.random());
  }

  async function renew() {
    try {
      const page = await list.fetchAgain();
      for (const id of changed) replace(find(root, id), find(page, id));
      changed.clear();
      timer = 0;
    } catch {
      timer = setTimeout(renew, SPREAD * (1 + Math.random()));
    }
  }

  // What somebody is about to press stays; one that is not in this list any more waits to be taken out.
  function replace(old, now) {
    if (old && !now) list.perhaps();
    for (const part of old && now ? [".idea__what", ".support"] : []) {
      const was = old.querySelector(part);
      if (was.contains(document.activeElement) || was.ariaBusy === "true") continue;
      was.replaceWith(now.querySelector(part));
    }
  }
}
