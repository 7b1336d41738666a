// Shows a member's small card beside their name: under a resting pointer, with the focus, or at a finger's first tap.

const GAP = 8;
const PATIENCE = 350; // ms; who only passes over a name wants no card
const NAMES = "a.mention, a.person";

const prefix = document.documentElement.lang === "fr" ? "" : `/${document.documentElement.lang}`;
const cards = new Map(); // address → promise of its HTML

function addressOf(link) {
  const path = new URL(link.href).pathname;
  return `${path.startsWith("/membres/") ? prefix : ""}${path}carte/`;
}

function fetchCard(address) {
  if (!cards.has(address)) cards.set(address, ask(address));
  return cards.get(address);
}

async function ask(address, options) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, ...options }).catch(() => null);
  const isCard = answer?.ok && !answer.redirected;
  if (!isCard) cards.delete(address); // the link still leads to the profile
  return isCard ? answer.text() : null;
}

let note = null; // one card on the page, whoever asked for it
let shown = null;
let wanted = null;
let timer = 0;

function makeNote() {
  note = document.createElement("div");
  note.className = "peek-note";
  note.id = "peek-note";
  note.popover = "manual";
  note.tabIndex = -1;
  note.addEventListener("submit", send);
  note.addEventListener("focusout", leave);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hideSoon());
}

async function show(link) {
  clearTimeout(timer);
  if (link === shown) return;
  wanted = link;
  const html = await fetchCard(addressOf(link));
  if (wanted !== link || !html || !link.isConnected) return;
  hide();
  wanted = shown = link;
  if (!note) makeNote();
  note.innerHTML = html;
  link.after(note); // the next tab stop after the name
  link.setAttribute("aria-expanded", "true");
  link.setAttribute("aria-controls", note.id);
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
  clearTimeout(timer);
  wanted = null;
  if (!shown) return;
  shown.removeAttribute("aria-expanded");
  shown.removeAttribute("aria-controls");
  shown = null;
  if (note.isConnected && note.matches(":popover-open")) note.hidePopover();
  note.remove();
}

function hideSoon() {
  clearTimeout(timer);
  timer = setTimeout(hide, PATIENCE);
}

// The focus left the name or the card: both stay while it is in either.
function leave(event) {
  const next = event.relatedTarget;
  if (next !== shown && !note?.contains(next)) hide();
}

// A button of the card: the card comes back as the server sees it now.
async function send(event) {
  event.preventDefault();
  const { target: form, submitter } = event;
  const link = shown;
  submitter.setAttribute("aria-busy", "true");
  const html = await ask(form.action, {
    method: "POST",
    body: new FormData(form, submitter),
    headers: { "HX-Request": "true" },
  });
  if (html === null) return location.assign(link.href); // the profile has the same button, and says what is wrong
  cards.set(addressOf(link), Promise.resolve(html));
  if (link !== shown) return;
  note.focus(); // a focused button that goes would take the card along
  note.innerHTML = html;
  (note.querySelector("button") ?? note.querySelector("a")).focus();
}

function onKey(event) {
  if (event.key !== "Escape" || !shown) return;
  const link = shown;
  const hadFocus = note.contains(document.activeElement);
  hide();
  if (hadFocus) link.focus();
  wanted = null;
}

let isListening = false;

function listenOnce() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", (event) => {
    if (shown && event.target.closest?.(NAMES) !== shown && !note.contains(event.target)) hide();
  });
  addEventListener("scroll", () => shown && !note.contains(document.activeElement) && hide(), { passive: true });
}

export default function wireCards(element) {
  if (!HTMLElement.prototype.showPopover) return; // names stay plain links
  listenOnce();
  const nameOf = (event) => event.target.closest?.(NAMES);

  element.addEventListener("pointerover", (event) => {
    const link = nameOf(event);
    if (event.pointerType !== "mouse" || !link || link === shown) return;
    clearTimeout(timer);
    timer = setTimeout(show, PATIENCE, link);
  });
  element.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && nameOf(event)) hideSoon();
  });
  element.addEventListener("focusin", (event) => {
    if (nameOf(event)?.matches(":focus-visible")) show(nameOf(event));
  });
  element.addEventListener("focusout", (event) => {
    if (nameOf(event)) leave(event);
  });
  element.addEventListener("click", (event) => {
    const link = nameOf(event);
    if (!link || event.pointerType !== "touch" || link === shown) return;
    event.preventDefault();
    show(link).then(() => shown === link || location.assign(link.href));
  });
}
