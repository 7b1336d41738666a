// Shows a term's short definition beside it: under the pointer, with the focus, or at a finger's first tap.

const GAP = 8;

export default function terms(element) {
  const note = document.createElement("p");
  note.className = "term__note";
  note.id = `note-${Math.random().toString(36).slice(2)}`;
  note.role = "tooltip";
  note.popover = "manual";
  element.append(note);

  let shown = null;

  function show(link) {
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
    shown?.removeAttribute("aria-describedby");
    shown = null;
    note.hidePopover();
  }

  const termOf = (event) => event.target.closest?.("a.term");

  element.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && termOf(event)) show(termOf(event));
  });
  element.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && termOf(event) === shown) hide();
  });
  element.addEventListener("focusin", (event) => {
    if (termOf(event)?.matches(":focus-visible")) show(termOf(event));
  });
  element.addEventListener("focusout", hide);
  element.addEventListener("click", (event) => {
    const link = termOf(event);
    if (!link || event.pointerType !== "touch" || link === shown) return;
    event.preventDefault();
    show(link);
  });
  document.addEventListener("pointerdown", (event) => {
    if (shown && termOf(event) !== shown) hide();
  });
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
}
