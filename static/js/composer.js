// Words on their way: kept while one types, sent once, and let go only when the house has them.

import { draftFor, tellFound } from "./draft.js";
import { newKey } from "./key.js";
import { numberOf, postsIn } from "./posts.js";
import { wordsOf } from "./words.js";

const KEPT = ["title", "language", "text", "reason", "reply_to"];
const PAUSE = 250; // ms after a key
const NEAR = 0.9; // of the limit

export default function composer(form) {
  const words = wordsOf(form);
  const draft = draftFor(form.dataset.draft);
  const { elements } = form;
  const text = form.querySelector("[data-composer-text]");
  const said = form.querySelector("[data-said]");
  const error = form.querySelector("[data-composer-error]");
  const isEdit = !elements.key;
  const home = new URL(form.dataset.previewUrl, location);
  // One act of writing: its key, how long it took so far, and the words whose arrival nobody knows of.
  let act = { key: newKey(), typed: 0, unanswered: null };
  let since = 0;
  let timer = 0;

  restore();
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") send();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  draft.whenGone(() => (act = { key: newKey(), typed: 0, unanswered: null }));
  addEventListener("pagehide", flush);

  function typed() {
    since ||= performance.now();
    if (said.textContent === words("sent")) said.textContent = ""; // that was the message before
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    count();
  }

  function typingTime() {
    return Math.round(act.typed + (since ? performance.now() - since : 0));
  }

  function flush() {
    if (timer) save();
  }

  function save() {
    clearTimeout(timer);
    timer = 0;
    const values = Object.fromEntries(KEPT.map((name) => [name, elements[name]?.value ?? ""]));
    if (text.value.trim() || values.title) draft.save({ ...act, ...values, typed: typingTime() });
    else draft.discard();
  }

  function restore() {
    const kept = draft.read();
    const early = text.value === text.defaultValue ? "" : text.value; // typed before this script was there
    if (early && !kept) typed();
    if (!kept || (isEdit && kept.text === text.defaultValue)) return;
    const { key, unanswered } = kept;
    const quoted = isEdit ? "" : text.defaultValue;
    act = { key, typed: kept.typed, unanswered };
    for (const name of KEPT) if (elements[name] && (name !== "reply_to" || !elements[name].value)) set(name, kept[name]);
    set("text", joined(kept.text, early || quoted));
    if (kept.text !== "" || kept.title) tellFound(form.querySelector("[data-found-place]"), words, discard);
    count();
  }

  function set(name, value) {
    if (!elements[name]) return;
    elements[name].value = value;
    if (name === "reply_to") elements[name].dispatchEvent(new Event("change")); // to cite.js alone
  }

  function discard() {
    clear();
    text.focus();
  }

  // As the page came: what was kept is let go.
  function clear() {
    clearTimeout(timer);
    timer = 0;
    since = 0;
    act = { key: newKey(), typed: 0, unanswered: null };
    draft.discard();
    form.reset();
    if (!isEdit) set("text", "");
    set("reply_to", "");
    const found = form.querySelector("[data-found]");
    found?.replaceChildren();
    found?.removeAttribute("data-found");
    showErrors(null);
    text.dispatchEvent(new Event("input")); // to the preview, not to the draft
    count();
  }

  function count() {
    const left = text.maxLength - text.value.length;
    let line = form.querySelector("[data-left]");
    if (left > text.maxLength * (1 - NEAR)) return line?.remove();
    if (!line) {
      line = document.createElement("p");
      line.className = "composer__left";
      line.dataset.left = "";
      text.after(line);
    }
    line.textContent = words("left", { n: left });
  }

  async function send() {
    if (form.querySelector("[data-upload=underway]")) {
      said.textContent = words("picture_waits");
      return;
    }
    set("key", act.key);
    set("typed_ms", typingTime());
    const sent = { body: new FormData(form), text: text.value };
    const wasUnanswered = act.unanswered;
    act.unanswered = sent.text;
    save();
    showErrors(null);
    said.textContent = words("sending");
    wait(true);
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent.body, headers: { "HX-Request": "true" } });
      const html = await answer.text();
      const [post] = answer.ok && !answer.redirected ? postsIn(html) : [];
      act.unanswered = answer.status >= 500 ? sent.text : null;
      if (post) await accept(post, sent.text, wasUnanswered);
      else refuse(answer, html);
    } catch {
      refuse(null);
    } finally {
      wait(false);
    }
  }

  function wait(isBusy) {
    text.readOnly = isBusy; // what one typed meanwhile would not have been sent
    for (const element of [form, form.querySelector("[type=submit]")]) element.setAttribute("aria-busy", isBusy);
  }

  async function accept(post, sent, wasUnanswered) {
    const isEarlier = wasUnanswered !== null && wasUnanswered !== sent && !(await isStored(post, sent));
    const isUntouched = text.value === sent;
    if (!isEarlier && isUntouched) clear();
    else {
      act = { key: newKey(), typed: 0, unanswered: null };
      save();
    }
    if (isEarlier) said.textContent = words("arrived_before");
    else said.textContent = words(isEdit ? "saved" : numberOf(post) ? "sent" : "held");
    const written = new CustomEvent("written", { bubbles: true, cancelable: true, detail: { post } });
    if (!form.dispatchEvent(written)) return; // a thread has taken it in
    if (form.closest(".discussion")) location.reload();
    else location.assign(new URL(`../p/${post.dataset.post}/`, home));
  }

  // The same key brings back what it made first: is that what one just sent?
  async function isStored(post, sent) {
    const answer = await fetch(new URL(`../p/${post.dataset.post}/source/`, home)).catch(() => null);
    return Boolean(answer?.ok) && plain(await answer.text()) === plain(sent);
  }

  function refuse(answer, html = "") {
    save();
    const page = new DOMParser().parseFromString(html, "text/html");
    const theirs = answer?.redirected ? null : page.querySelector("form[data-module~=composer]");
    said.textContent = "";
    if (theirs) showErrors(theirs);
    else if (!answer || answer.status >= 500) said.textContent = words("unanswered");
    else said.textContent = words(answer.redirected ? "signed_out" : "refused");
    if (theirs) text.focus();
  }

  // The server's sentences, each where its form has it; none for null.
  function showErrors(theirs) {
    for (const old of form.querySelectorAll(".errorlist")) old.remove();
    error.replaceChildren();
    for (const found of theirs?.querySelectorAll(".errorlist") ?? []) {
      const label = found.closest(".field")?.querySelector("label");
      const ours = label && form.querySelector(`label[for="${label.htmlFor}"]`);
      if (found.closest("[data-composer-error]") || !ours) error.append(found);
      else ours.after(found);
    }
  }
}

// Both, unless one has the other in it.
function joined(kept, other) {
  if (kept.includes(other.trim())) return kept;
  return other.includes(kept.trim()) ? other : `${kept.trimEnd()}\n\n${other}`;
}

// As the house stores words, near enough to compare.
function plain(words) {
  return words
    .normalize("NFC")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\r/g, "")
    .trim();
}
