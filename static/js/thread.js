// A thread as it goes on: what comes waits behind a pill, what changes is replaced where it stands.

import { differs, findPost, isBusy, numberOf, postsIn, replacePost, tally } from "./posts.js";
import { tail } from "./socket.js";
import { wordsOf } from "./words.js";

const PAGE = 50; // posts the server gives at once
const MOST = 4; // posts fetched at the same time
const SPREAD = 1_000; // ms; many read one thread: nobody fetches at the same moment
const AGAIN = 3_000; // after a failure, and while somebody writes in what changed
const headers = { "HX-Request": "true" };

export default function thread(root) {
  const words = wordsOf(root);
  const list = root.querySelector("[data-posts]");
  const pill = root.querySelector("[data-fresh]");
  const total = root.querySelector("[data-total]");
  const fresh = new URL(root.dataset.freshUrl, location);
  const pending = new Set(); // ids of posts that came
  const changed = new Set(); // ids of posts on the page that are to be fetched again
  const underway = new Set();
  let last = Number(root.dataset.last); // number of the last post on the page
  let end = last; // of the last one we heard of
  let isAtEnd = root.dataset.atEnd === "true";
  let isKnown = false; // the log has told from where on it tells
  let line = Promise.resolve(); // what moves `last` goes one after the other
  let timer = 0;

  const find = (id) => findPost(root, id);
  const addressOf = (id) => new URL(`../../../../p/${id}/`, fresh);

  tail(root.dataset.topic, ({ kind, data }) => {
    const post = data.id && find(data.id);
    if (total && data.posts !== undefined) total.textContent = words("total", { n: data.posts });
    if (kind === "snapshot") inTurn(catchUp);
    else if (kind === "post.added") add(data);
    else if (kind === "reaction.changed") post && tally(post, data.reactions);
    else {
      if (kind === "post.hidden" && pending.delete(data.id)) show();
      refresh(data.id);
    }
  });

  pill.addEventListener("click", () => {
    if (pending.size === 0) return; // its key was pressed for nothing
    if (isAtEnd) inTurn(bring);
    else location.assign(new URL(`../?n=${end}#p-${end}`, fresh));
  });

  // The composer's answer: one's own post, which the log tells of as well.
  root.addEventListener("written", (event) => {
    event.preventDefault();
    inTurn(() => place(event.detail.post));
  });

  function inTurn(step) {
    line = line.then(step).catch(() => setTimeout(inTurn, AGAIN + Math.random() * SPREAD, step));
  }

  async function fetchAfter(number) {
    fresh.searchParams.set("apres", number);
    const answer = await fetch(fresh, { headers });
    if (answer.status === 404) return []; // not for this reader any more
    if (!answer.ok) throw new Error(answer.statusText);
    return postsIn(await answer.text());
  }

  function add({ id, number }) {
    end = Math.max(end, number);
    if (number <= last) return; // it is on the page, or on one before
    if (isAtEnd && find(id)) return inTurn(async () => append(await fetchAfter(last))); // it waited for the moderation
    pending.add(id);
    show();
  }

  function show() {
    if (root.querySelector("form[aria-busy='true']")) {
      setTimeout(show, 200); // what came may be what is being sent here
      return;
    }
    pill.textContent = words(isAtEnd ? "fresh" : "fresh_at_end", { n: pending.size });
    pill.hidden = pending.size === 0;
  }

  // The log begins, or begins anew: what came or changed unheard is looked for.
  async function catchUp() {
    const isFirst = !isKnown;
    isKnown = true;
    if (isFirst && !isAtEnd) return;
    const first = list.querySelector("article[data-number]");
    let after = isFirst || !first ? last : numberOf(first) - 1;
    for (let isMore = true; isMore; ) {
      const found = await fetchAfter(after);
      found.forEach(compare);
      after = found.length ? numberOf(found.at(-1)) : after;
      isMore = found.length === PAGE && after < last;
    }
    show();
  }

  function compare(post) {
    const number = numberOf(post);
    const old = find(post.dataset.post);
    if (number > last) {
      end = Math.max(end, number);
      if (isAtEnd) pending.add(Number(post.dataset.post));
    } else if (old && differs(old, post)) {
      if (isBusy(old)) refresh(post.dataset.post);
      else replacePost(old, post);
    }
  }

  async function bring() {
    const found = await fetchAfter(last);
    await append(found);
    show();
    const first = found.find((post) => post.isConnected);
    if (first) visit(first);
  }

  async function append(found) {
    root.querySelector(".posts__none, .discussion__none")?.remove();
    for (const post of found) {
      const id = Number(post.dataset.post);
      const old = find(id);
      pending.delete(id);
      if (old && numberOf(old)) continue;
      old?.remove(); // it waited for the moderation
      list.append(post);
      last = Math.max(last, numberOf(post));
      post.dispatchEvent(new Event("fragment", { bubbles: true }));
    }
    end = Math.max(end, last);
    root.dataset.last = last;
    if (found.length === PAGE && (await fetchAfter(last)).length) endHere();
  }

  // The page is long enough: the rest has a page of its own.
  function endHere() {
    isAtEnd = false;
    const more = document.createElement("a");
    more.className = "button";
    more.href = new URL(`../?n=${last + 1}#p-${last + 1}`, fresh);
    more.textContent = words("more");
    const row = document.createElement("p");
    row.append(more);
    list.after(row);
  }

  async function place(post) {
    const { post: id } = post.dataset;
    const number = numberOf(post);
    if (!number) return wait(post);
    if (!isAtEnd) return location.assign(addressOf(id));
    if (number === last + 1) await append([post]);
    else await append(await fetchAfter(last));
    show();
    const own = find(id);
    if (own) visit(own);
    else location.assign(addressOf(id));
  }

  // Nobody else sees it yet.
  function wait(post) {
    if (find(post.dataset.post)) return;
    let waiting = root.querySelector(".thread__waiting .posts, [data-waiting]");
    if (!waiting) {
      waiting = document.createElement("div");
      waiting.className = "posts";
      waiting.dataset.waiting = "";
      list.after(waiting);
    }
    waiting.append(post);
    post.dispatchEvent(new Event("fragment", { bubbles: true }));
    visit(post);
  }

  function refresh(id) {
    if (!find(id)) return;
    changed.add(Number(id));
    timer ||= setTimeout(pump, Math.random() * SPREAD);
  }

  function pump() {
    timer = 0;
    for (const id of changed) {
      const post = find(id);
      if (underway.size === MOST) break;
      if (underway.has(id) || (post && isBusy(post))) continue;
      changed.delete(id);
      if (post) renew(id);
    }
    if (changed.size && !underway.size) timer = setTimeout(pump, AGAIN);
  }

  async function renew(id) {
    underway.add(id);
    try {
      const answer = await fetch(addressOf(id), { headers });
      if (answer.status >= 500 || answer.status === 429) throw new Error(answer.statusText);
      const old = find(id);
      const [post] = answer.ok ? postsIn(await answer.text()) : [];
      if (old && isBusy(old)) changed.add(id);
      else if (old && post) replacePost(old, post);
      else old?.remove(); // the thread is not for this reader any more
    } catch {
      changed.add(id);
      timer ||= setTimeout(pump, AGAIN + Math.random() * SPREAD);
    } finally {
      underway.delete(id);
      if (changed.size && !timer) pump();
    }
  }
}

function visit(post) {
  post.focus({ preventScroll: true });
  post.scrollIntoView({ block: "start" });
}
