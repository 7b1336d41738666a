// The posts of a thread's page: read from the server's markup, and put in their place without moving what one reads.

const fragment = { "HX-Request": "true" };
const tallies = new WeakMap(); // post → how often its reactions were counted anew

export function postsIn(html) {
  return [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-post]")].filter(isPost);
}

// A quote names its post, too.
function isPost(element) {
  return element.tagName === "ARTICLE";
}

export function findPost(root, id) {
  return root.querySelector(`article[data-post="${id}"]`);
}

export function numberOf(post) {
  return Number(post.dataset.number ?? 0);
}

// What a POST of this form says: {post}, or {refusal} in a sentence. `words`: unanswered, signed_out, refused.
export async function submitted(form, words) {
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: fragment });
    if (answer.redirected) return { refusal: words("signed_out") };
    const text = await answer.text();
    if (answer.ok) return { post: postsIn(text)[0] };
    return { refusal: answer.headers.get("Content-Type").startsWith("text/plain") ? text : words("refused") };
  } catch {
    return { refusal: words("unanswered") };
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// Somebody writes in it, has its menu open, waits for an answer, or has words of it selected.
export function isBusy(post) {
  const selected = getSelection();
  return (
    post.querySelector(".menu[open], [aria-busy='true'], textarea:focus, input:focus") !== null ||
    (!selected.isCollapsed && selected.containsNode(post, true))
  );
}

// One post for the other. What is above the window may grow or shrink: what is in it stays where it is.
export function replacePost(old, post) {
  const { top, bottom } = old.getBoundingClientRect();
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const isOpen = old.querySelector(".reactions__more[open]") !== null;
  old.replaceWith(post);
  if (isOpen) post.querySelector(".reactions__more")?.setAttribute("open", "");
  if (top < 0 && bottom <= innerHeight) {
    scrollBy({ top: post.getBoundingClientRect().bottom - bottom, behavior: "instant" });
  }
  if (focused) (twinOf(focused, post) ?? post).focus({ preventScroll: true });
  post.dispatchEvent(new Event("fragment", { bubbles: true })); // app.js gives it its modules
}

function twinOf(element, post) {
  const reaction = element.closest("[data-reaction]")?.dataset.reaction;
  if (reaction) return post.querySelector(`[data-reaction="${reaction}"] button`);
  return element.dataset.act ? post.querySelector(`[data-act="${element.dataset.act}"]`) : null;
}

// True if the server's markup says something else than the page; tokens of forms differ each time, and so do ages.
export function differs(post, other) {
  return essence(post) !== essence(other);
}

function essence(post) {
  const copy = post.cloneNode(true);
  for (const passing of copy.querySelectorAll("[name=csrfmiddlewaretoken], time, [role=alert]")) passing.remove();
  for (const element of copy.querySelectorAll("[open]")) element.removeAttribute("open");
  return copy.innerHTML.replace(/\s+/g, " ").trim();
}

// How many said what, as an event told.
export function tally(post, reactions) {
  tallies.set(post, tallied(post) + 1);
  for (const each of post.querySelectorAll("[data-reaction]")) show(each, reactions[each.dataset.reaction] ?? 0);
}

export function tallied(post) {
  return tallies.get(post) ?? 0;
}

export function show(reaction, count) {
  reaction.querySelector("[data-count]").textContent = count || "";
}
