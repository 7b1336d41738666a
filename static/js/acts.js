// What one presses on a post is done where it stands: a reaction at once, the rest when the server has answered.

import { replacePost, show, submitted, tallied } from "./posts.js";
import { wordsOf } from "./words.js";

export default function acts(root) {
  const words = wordsOf(root);

  root.addEventListener("submit", async (event) => {
    const form = event.target;
    const post = form.closest("article[data-post]");
    const { act, reaction } = form.dataset;
    if (!post || !(act || reaction)) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const refusal = await (reaction ? react(post, form) : change(post, form));
    post.querySelector(":scope > [role=alert]")?.remove();
    if (refusal) post.append(sentence(refusal));
  });

  async function change(post, form) {
    const answer = await submitted(form, words);
    if (!answer.post) return answer.refusal;
    replacePost(post, answer.post);
    answer.post.focus({ preventScroll: true }); // what was pressed is gone
    return null;
  }

  // Shown before it is known, and taken back with the server's sentence if it is refused.
  async function react(post, form) {
    const isMine = form.elements.retirer !== undefined;
    const count = Number(form.querySelector("[data-count]").textContent);
    const known = tallied(post);
    const sent = submitted(form, words);
    press(form, !isMine);
    show(form, count + (isMine ? -1 : 1));
    const answer = await sent;
    const truth = answer.post?.querySelector(`form[data-reaction="${form.dataset.reaction}"]`);
    press(form, truth ? truth.elements.retirer !== undefined : isMine);
    if (tallied(post) === known) show(form, truth ? Number(truth.querySelector("[data-count]").textContent) : count);
    return answer.refusal ?? null;
  }
}

function press(form, isMine) {
  form.querySelector("button").setAttribute("aria-pressed", isMine);
  if (!isMine) form.elements.retirer?.remove();
  else if (!form.elements.retirer) {
    const back = document.createElement("input");
    Object.assign(back, { type: "hidden", name: "retirer", value: "1" });
    form.prepend(back);
  }
}

function sentence(text) {
  const said = document.createElement("p");
  said.className = "post__said";
  said.setAttribute("role", "alert");
  said.textContent = text;
  return said;
}
