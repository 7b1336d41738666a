// Keys that press what is already on the page: an element with data-keys="g d" is followed or clicked by g, then d.
// A key that is nobody's goes on as the event `letter`, for what moves about a page (walk.js).
import { keep, recall } from "./keep.js";

const KEY = "shortcuts";
const PAUSE = 1200; // ms between the two keys of a pair

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function find(keys) {
  return document.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
}

export default function shortcuts(dialog) {
  const toggle = dialog.querySelector("[data-shortcuts-switch]");
  const opener = document.querySelector("[data-opens-shortcuts]");
  let first = "";
  let firstAt = 0;

  toggle.checked = recall(KEY, "on") === "on";
  toggle.addEventListener("change", () => keep(KEY, toggle.checked ? "on" : "off"));
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());

  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const pair = event.timeStamp - firstAt < PAUSE ? `${first} ${event.key}` : event.key;
    const target = find(pair) ?? find(event.key);
    [first, firstAt] = [event.key, event.timeStamp];
    if (target) {
      event.preventDefault();
      target.focus(); // a menu goes on from there
      target.click();
    } else if (!document.querySelector("dialog[open]")) {
      const letter = new CustomEvent("letter", { detail: { key: event.key }, cancelable: true });
      if (!document.dispatchEvent(letter)) event.preventDefault();
    }
  });
}
