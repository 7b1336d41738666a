// Whom one answers, and what of theirs one quotes, without leaving the page.

import { insertParagraph } from "./caret.js";
import { findPost } from "./posts.js";
import { wordsOf } from "./words.js";

export default function cite(form) {
  const words = wordsOf(form);
  const text = form.querySelector("[data-composer-text]");
  const answers = form.querySelector("[data-answers]");
  const { reply_to: field } = form.elements;
  const to = form.querySelector("[data-answers-to]");
  const unnamed = to.textContent;
  if (!field) return;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-act=reply], a[data-act=quote]");
    const post = link?.closest("article[data-post]");
    if (!post || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    answer(post.dataset.post);
    if (link.dataset.act === "quote") quote(post, link.dataset.source);
    else write();
  });
  form.querySelector("[data-answers-cancel]").addEventListener("click", (event) => {
    event.preventDefault();
    answer("");
    text.focus();
  });
  field.addEventListener("change", show);
  show();

  function answer(id) {
    field.value = id;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show() {
    answers.hidden = field.value === "";
    if (answers.hidden) return;
    const post = findPost(document, field.value);
    to.href = new URL(`../p/${field.value}/`, new URL(form.dataset.previewUrl, location));
    to.textContent = post ? words("answers", { handle: handleOf(post), number: post.dataset.number }) : unnamed;
  }

  function handleOf(post) {
    return post.dataset.handle ?? words("somebody");
  }

  async function quote(post, source) {
    const chosen = selectedIn(post);
    const said = form.querySelector("[data-said]");
    try {
      const own = chosen || (await ownWords(source));
      const name = post.dataset.handle ? `@${post.dataset.handle}` : "…";
      const lines = own.split("\n").map((line) => `> ${line}`.trimEnd());
      insertParagraph(text, [`> [${name}](/cafe/p/${post.dataset.post}/) :`, ...lines].join("\n"));
    } catch {
      said.textContent = words("not_cited");
    }
    write();
  }

  function write() {
    text.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }
}

function selectedIn(post) {
  const selection = getSelection();
  const body = post.querySelector(".post__body");
  if (selection.isCollapsed || !body?.contains(selection.getRangeAt(0).commonAncestorContainer)) return "";
  return selection.toString().trim();
}

// What a post quotes itself is left out, as `quote_of` does.
async function ownWords(source) {
  const answer = await fetch(source);
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  const lines = (await answer.text()).split("\n").filter((line) => !line.trimStart().startsWith(">"));
  return lines.join("\n").trim();
}
