// A list of threads: what moves waits behind a pill, and the tables beside it are kept up to date.

import { freshList } from "./fresh.js";
import { fetchParts } from "./parts.js";
import { tail } from "./socket.js";
import { wordsOf } from "./words.js";

const SPREAD = 4_000; // ms; many read the café: nobody fetches its tables at the same moment

export default function cafe(root) {
  if (new URLSearchParams(location.search).has("suite")) return; // older ones: what moves is elsewhere
  const list = freshList(root, "cafe", wordsOf(root), ".thread-line__title a");

  tail(root.dataset.topic, ({ kind, data }) => {
    const { category, tablesUrl } = root.dataset;
    if (kind === "snapshot") return list.begin();
    if (tablesUrl) fetchParts(tablesUrl, SPREAD * Math.random());
    if (!category || Number(category) === data.category) list.add(data.id);
  });
}
