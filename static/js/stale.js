// The stamp under the dial: from when the figures are, and whether they may have gone stale.

import { local, now } from "./clock.js";
import { follow, renew } from "./socket.js";
import { wordsOf } from "./words.js";

const STALE = 15_000; // an open drop's state is repeated at least every 5 s
const DONE = ["closed", "cancelled"]; // nobody waits for news of them
const LATE = 2_000; // after the hour, without word of the opening

export default function stale(element) {
  const { topic } = element.dataset;
  const words = wordsOf(element);
  const clock = new Intl.DateTimeFormat("fr-CH", { timeStyle: "medium", timeZone: "Europe/Zurich" });
  let frame = null;
  let heard = local();
  let asked = 0;

  function show(key) {
    const { claims, phase } = frame.data;
    const text = DONE.includes(phase) ? [] : [words(key, { time: clock.format(frame.now) })];
    if (claims !== undefined) text.push(words(claims ? "claims" : "no_claims", { n: claims }));
    element.textContent = text.join(" · ");
    element.classList.toggle("stamp--stale", key === "stale");
  }

  follow(topic, (next) => {
    frame = next;
    heard = local();
    show("fresh");
  });

  setInterval(() => {
    if (!frame) return;
    const { phase, opens_at: opensAt } = frame.data;
    const isStale = phase === "open" && local() - heard > STALE;
    const isLate = phase === "announced" && now() > opensAt + LATE;
    if (isStale) show("stale");
    if ((isStale || isLate) && local() - asked > STALE) {
      asked = local();
      renew(topic);
    }
  }, 1_000);
}
