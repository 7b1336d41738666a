// Asks for a piece over the open socket; the plain form with the same key stands behind it, so that a repeat is harmless.

import { keep, recall } from "./keep.js";
import { newKey } from "./key.js";
import { ask, follow, isOpen, member, Unanswered } from "./socket.js";
import { wordsOf } from "./words.js";

export default function claim(form) {
  const { topic, drop, entry } = form.dataset;
  const words = wordsOf(form);
  const button = form.querySelector("[type=submit]");
  const said = form.querySelector("[role=status]");
  const key = keyOf(`claim:${drop}:${entry}`);
  let busy = false;

  form.elements.key.value = key;

  follow(topic, ({ data }) => {
    const label = labelOf(data);
    button.disabled = label !== "claim" && label !== "queue";
    button.textContent = words(label);
  });

  form.addEventListener("submit", async (event) => {
    if (!isOpen() || !member()) return; // the browser sends the form itself
    event.preventDefault();
    if (busy) return;
    busy = true;
    button.setAttribute("aria-busy", "true");
    try {
      const quantity = Number(form.elements.quantity?.value ?? 1);
      const answer = await ask({ op: "claim", drop, quantity, key });
      said.textContent = words(answer.status, answer);
      document.dispatchEvent(new CustomEvent("claim:changed"));
    } catch (error) {
      if (error instanceof Unanswered) form.submit();
      else said.textContent = error.message;
      if (error.code === "already_claimed") document.dispatchEvent(new CustomEvent("claim:changed"));
    } finally {
      busy = false;
      button.removeAttribute("aria-busy");
    }
  });
}

// The same as `_label` of drops/pages.py.
function labelOf({ phase, paused, available }) {
  if (phase !== "open") return phase;
  if (paused) return "paused";
  return available === 0 ? "queue" : "claim";
}

// This browser's own, kept as long as the entry lasts: the ticket of docs/fairness.md.
function keyOf(name) {
  const key = recall(name, newKey());
  keep(name, key);
  return key;
}
