// « J’ai aussi cette question »: pressed where it stands, and counted as the house counts.

import { tail } from "./socket.js";
import { wordsOf } from "./words.js";

export default function shared(root) {
  const words = wordsOf(root);

  tail(root.dataset.topic, ({ kind, data }) => {
    if (kind !== "question.shared") return;
    const count = root.querySelector("[data-asked]");
    count.textContent = words("asked", { n: data.asked });
    count.hidden = data.asked === 0;
  });

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.act !== "share") return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") send(form);
  });

  async function send(form) {
    form.setAttribute("aria-busy", "true");
    const part = form.closest("[data-shared]");
    part.querySelector("[role=alert]")?.remove();
    try {
      const headers = { "HX-Request": "true" };
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
      if (answer.redirected) return say(part, words("signed_out"));
      const text = await answer.text();
      if (!answer.ok) return say(part, answer.status < 500 && isPlain(answer) ? text : words("refused"));
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-shared]");
      part.replaceWith(fresh);
      fresh.querySelector("button").focus({ preventScroll: true }); // what was pressed is gone
    } catch {
      say(part, words("unanswered"));
    } finally {
      form.removeAttribute("aria-busy");
    }
  }
}

function isPlain(answer) {
  return answer.headers.get("Content-Type").startsWith("text/plain");
}

function say(part, text) {
  const said = document.createElement("p");
  said.className = "post__said";
  said.setAttribute("role", "alert");
  said.textContent = text;
  part.append(said);
}
