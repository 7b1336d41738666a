// The drop's page follows its drop: what depends on the phase, the team's word or one's claim is fetched anew.

import { fetchParts } from "./parts.js";
import { follow, tail } from "./socket.js";

// Thousands watch one drop: nobody fetches at the same moment.
const SPREAD = 1_500;
const CALM = 8_000; // what had to go or to stop has done so at the frame

export default function drop(element) {
  const { topic, drop: code, member, offer, place } = element.dataset;
  let { phase, message } = element.dataset;
  const within = (time) => Math.random() * time;

  follow(topic, ({ data }) => {
    if (data.message !== message) fetchParts(offer, within(SPREAD));
    message = data.message;
    if (data.phase === phase) return;
    const opened = phase === "announced" && data.phase === "open";
    element.dataset.phase = phase = data.phase;
    if (phase === "closed") element.querySelectorAll("[data-until-close]").forEach((secret) => secret.remove());
    if (phase === "cancelled") element.querySelector(".drop__rules")?.remove();
    const spread = opened ? SPREAD : CALM;
    fetchParts(offer, within(spread));
    // At the opening a member's form is here already, and somebody may be pressing it.
    if (!opened || !member) fetchParts(place, within(spread));
  });

  document.addEventListener("claim:changed", () => fetchParts(place, 0));

  if (!member) return;
  tail("me", ({ kind, data }) => {
    const mine = kind === "snapshot" ? data.claims.find((claim) => claim.drop === code) : data;
    if (mine?.drop === code && (kind === "claim.changed" || mine.status !== statusShown())) {
      fetchParts(place, within(SPREAD));
    }
  });
}

function statusShown() {
  return document.querySelector("[data-status]")?.dataset.status;
}
