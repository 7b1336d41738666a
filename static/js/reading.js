// Remembers how far a member has read: the greatest number of a post whose end was in sight for a moment.

const LOOK = 1_000; // ms a post's end is in sight before it counts as read
const PAUSE = 5_000; // between two words to the house

export default function reading(root) {
  const { readUrl } = root.dataset;
  if (!readUrl) return;
  const timers = new WeakMap();
  let read = 0;
  let told = 0;
  let timer = 0;

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(timers.get(target));
      if (isIntersecting) timers.set(target, setTimeout(finish, LOOK, target));
    }
  });

  function finish(foot) {
    read = Math.max(read, Number(foot.closest("[data-number]")?.dataset.number ?? 0));
    if (read > told && !timer) timer = setTimeout(tell, told ? PAUSE : 0);
  }

  function tell() {
    clearTimeout(timer);
    timer = 0;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (read <= told || !token) return;
    const before = told;
    told = read;
    const body = new URLSearchParams({ n: read, csrfmiddlewaretoken: token });
    fetch(readUrl, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => {
      told = Math.min(told, before); // the next one says it again
    });
  }

  function watch(element) {
    const posts = element.matches("article[data-number]") ? [element] : element.querySelectorAll("article[data-number]");
    for (const post of posts) observer.observe(post.lastElementChild);
  }

  watch(root);
  root.addEventListener("fragment", ({ target }) => watch(target));
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => document.hidden && tell());
}
