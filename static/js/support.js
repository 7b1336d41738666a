// Standing behind an idea: shown before it is known, and taken back with the house's sentence if it is refused.

import { wordsOf } from "./words.js";

export default function support(root) {
  const words = wordsOf(root);

  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-support]");
    if (!form) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") press(form, words);
  });
}

// As many as stand behind it now, wherever the page says so.
export function showCount(number, count) {
  for (const each of document.querySelectorAll(`[data-support="${number}"] [data-count]`)) {
    each.dataset.count = count;
    each.textContent = String(count).replace(/\B(?=(\d{3})+$)/g, "’");
  }
}

async function press(form, words) {
  const number = form.dataset.support;
  const wasMine = form.elements.retirer !== undefined;
  const before = countOf(form);
  const said = form.nextElementSibling;
  if (said?.matches("[role=alert]")) said.remove();
  form.setAttribute("aria-busy", "true");
  take(form, !wasMine);
  showCount(number, before + (wasMine ? -1 : 1));
  const { page, refusal } = await sent(form, wasMine ? "DELETE" : "POST", words);
  form.removeAttribute("aria-busy");
  const truth = page?.querySelector("[data-support]");
  if (truth) {
    take(form, truth.querySelector("[name=retirer]") !== null);
    showCount(number, countOf(truth));
    sayBudget(page.querySelector("[data-budget]"));
  } else {
    take(form, wasMine);
    showCount(number, before);
    form.after(sentence(refusal));
  }
}

async function sent(form, method, words) {
  const headers = { "HX-Request": "true", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  try {
    const answer = await fetch(form.action, { method, headers });
    const text = await answer.text();
    if (answer.redirected) return { refusal: words("signed_out") };
    if (answer.ok) return { page: new DOMParser().parseFromString(text, "text/html") };
    const isSentence = answer.headers.get("Content-Type").startsWith("text/plain");
    return { refusal: isSentence ? text : words("refused") };
  } catch {
    return { refusal: words("unanswered") };
  }
}

function countOf(element) {
  return Number(element.querySelector("[data-count]").dataset.count);
}

function take(form, isMine) {
  form.querySelector("button").setAttribute("aria-pressed", isMine);
  form.closest(".idea")?.classList.toggle("idea--mine", isMine);
  if (!isMine) form.elements.retirer?.remove();
  else if (!form.elements.retirer) {
    const back = document.createElement("input");
    Object.assign(back, { type: "hidden", name: "retirer", value: "1" });
    form.prepend(back);
  }
}

function sayBudget(said) {
  for (const line of document.querySelectorAll("[data-budget]")) line.textContent = said?.textContent ?? "";
}

function sentence(text) {
  const said = document.createElement("p");
  said.className = "support__said";
  said.setAttribute("role", "alert");
  said.textContent = text;
  return said;
}
