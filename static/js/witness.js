// Keeps the heads of the chain that this browser was shown, so that the published chain can be held against them.

import { follow } from "./socket.js";

const MOST = 400;

export default function witness(element) {
  const { topic } = element.dataset;
  const count = element.querySelector("[data-count]");
  let heads = kept(topic);

  follow(topic, ({ now, data: { entries, head } }) => {
    if (!head || heads.at(-1)?.head === head) return;
    heads = [...heads, { entries, head, now }].slice(-MOST);
    try {
      sessionStorage.setItem(`heads:${topic}`, JSON.stringify(heads));
    } catch {
      return; // nothing is kept, so nothing is claimed
    }
    count.textContent = heads.length;
    element.hidden = false;
  });
}

function kept(topic) {
  try {
    return JSON.parse(sessionStorage.getItem(`heads:${topic}`)) ?? [];
  } catch {
    return [];
  }
}
