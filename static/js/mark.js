// A mark for an entry: sent without leaving the page, and shown as the house keeps it.

import { wordsOf } from "./words.js";

export default function mark(root) {
  const words = wordsOf(root);
  let isBusy = false;

  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const pressed = event.submitter;
    const { form, refusal } = await sent(event.target, pressed, words);
    isBusy = false;
    root.querySelector("[role=alert]")?.remove();
    if (refusal) root.append(sentence(refusal));
    else {
      root.replaceChildren(form);
      const again = form.querySelector(`[value="${pressed.value}"]`) ?? form.querySelector("button");
      again.focus();
    }
  });
}

async function sent(form, pressed, words) {
  try {
    const body = new FormData(form, pressed);
    const answer = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body });
    if (answer.redirected) return { refusal: words("signed_out") };
    const text = await answer.text();
    if (!answer.ok) return { refusal: answer.headers.get("Content-Type").startsWith("text/plain") ? text : words("refused") };
    const kept = new DOMParser().parseFromString(text, "text/html").querySelector(".vote__form");
    return kept ? { form: kept } : { refusal: words("refused") };
  } catch {
    return { refusal: words("unanswered") };
  }
}

function sentence(text) {
  const said = document.createElement("p");
  said.className = "small";
  said.setAttribute("role", "alert");
  said.textContent = text;
  return said;
}
