// A plain form whose words are kept in this browser, until a page of the house shows that they arrived (arrived.js).

import { draftFor, tellFound } from "./draft.js";
import { newKey } from "./key.js";
import { wordsOf } from "./words.js";

const PAUSE = 250; // ms after a key
const KEPT = "input:not([type=hidden], [type=file]), textarea, select";

export default function drafted(form) {
  const draft = draftFor(form.dataset.draft);
  const fields = [...form.querySelectorAll(KEPT)];
  const { key } = form.elements;
  const line = form.querySelector("[data-found-place]"); // kept free, so that nothing moves
  let isSent = false;
  let timer = 0;

  const kept = draft.read();
  if (kept && form.dataset.refused === undefined) restore(kept); // what came back with a refusal is younger
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => {
    isSent = true;
    save();
  });
  addEventListener("pagehide", () => timer && save());

  function typed() {
    if (isSent) key.value = newKey(); // other words than those that are on their way: the house has not got them
    isSent = false;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function save() {
    clearTimeout(timer);
    timer = 0;
    const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    if (values.title.trim() || values.text.trim()) draft.save({ values, key: key.value, isSent });
    else draft.discard();
  }

  function restore({ values, key: before, isSent: wasSent }) {
    if (wasSent) key.value = before; // its repeat does nothing
    isSent = wasSent;
    for (const field of fields) {
      const isUntouched = field.matches("select") || field.value === field.defaultValue;
      if (isUntouched && values[field.name]) field.value = values[field.name];
    }
    tellFound(line, wordsOf(form), clear);
  }

  function clear() {
    clearTimeout(timer);
    timer = 0;
    draft.discard();
    form.reset();
    line.replaceChildren();
    delete line.dataset.found;
    if (isSent) key.value = newKey();
    isSent = false;
    for (const { name } of fields) form.elements[name].dispatchEvent(new Event("input")); // to those who look, not to us
    form.elements.title.focus();
  }
}
