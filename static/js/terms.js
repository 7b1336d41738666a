// Shows a term's short definition beside it: under the pointer, with the focus, or at a finger's first tap.
import { recall } from "./keep.js";

export const KEY = "terms";
const GAP = 8;
const GRACE = 200; // ms to cross from the word to its note

export default function terms(element) {
  const plain = () => {
    if (recall(KEY) !== "off" || document.querySelector("[data-member]")) return; // a member's choice the house keeps
    for (const link of element.querySelectorAll("a.term")) link.replaceWith(...link.childNodes);
  };
  plain();
  document.addEventListener("fragment", plain);
  document.addEventListener("plain", plain);

  const note = document.createElement("p");
  note.className = "term__note";
  note.id = "term-note";
  note.role = "tooltip";
  note.popover = "manual";
  element.append(note);

  let shown = null;
  let leaving = 0;
  let finger = false; // pressed last: not every browser says so of a click

  function show(link) {
    clearTimeout(leaving);
    if (link === shown) return;
    hide();
    shown = link;
    note.textContent = link.dataset.note ??= link.title;
    link.removeAttribute("title"); // else the browser's own note covers ours
    link.setAttribute("aria-describedby", note.id);
    note.showPopover();
    place(link.getClientRects()[0], note.getBoundingClientRect());
  }

  function place(word, box) {
    const room = document.documentElement.clientWidth - box.width - GAP;
    const below = word.bottom + GAP;
    const above = word.top - GAP - box.height;
    const top = below + box.height > innerHeight && above > 0 ? above : below;
    note.style.setProperty("--note-x", `${Math.max(GAP, Math.min(word.left, room))}px`);
    note.style.setProperty("--note-y", `${top}px`);
  }

  function hide() {
    clearTimeout(leaving);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    if (note.matches(":popover-open")) note.hidePopover();
  }

  const termOf = (event) => event.target.closest?.("a.term");
  const isMouse = (event) => event.pointerType === "mouse";

  element.addEventListener("pointerover", (event) => {
    if (event.target === note) clearTimeout(leaving);
    else if (isMouse(event) && termOf(event)) show(termOf(event));
  });
  element.addEventListener("pointerout", (event) => {
    clearTimeout(leaving);
    if (isMouse(event)) leaving = setTimeout(hide, GRACE);
  });
  element.addEventListener("focusin", (event) => {
    if (termOf(event)?.matches(":focus-visible")) show(termOf(event));
  });
  element.addEventListener("focusout", hide);
  element.addEventListener("click", (event) => {
    const link = termOf(event);
    if (!link || !finger || link === shown) return;
    event.preventDefault();
    show(link);
  });
  document.addEventListener("pointerdown", (event) => {
    finger = event.pointerType === "touch";
    if (shown && termOf(event) !== shown && event.target !== note) hide();
  });
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
}
