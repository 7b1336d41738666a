// A list that moved while one reads it: that waits behind a pill, and nothing is set in another order under the finger.

export function freshList(root, name, words, first) {
  const moved = new Set(); // ids
  let isKnown = false; // the log has told from where on it tells

  root.addEventListener("click", ({ target }) => {
    const pill = target.closest("[data-fresh]");
    if (pill && !pill.hidden && pill.getAttribute("aria-busy") !== "true") bring(pill);
  });
  return { add, perhaps, begin, fetchAgain };

  function add(id) {
    moved.add(id);
    show(words("moved", { n: moved.size }));
  }

  function perhaps() {
    show(words("perhaps"));
  }

  function begin() {
    if (isKnown) perhaps(); // the line was away for long
    isKnown = true;
  }

  // The list as it is now, by the page's own address.
  async function fetchAgain() {
    const answer = await fetch(location, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    return html.querySelector(`[data-module~=${name}]`);
  }

  function show(text) {
    const pill = root.querySelector("[data-fresh]");
    pill.textContent = text;
    pill.hidden = false;
  }

  async function bring(pill) {
    const shown = new Set(moved);
    pill.setAttribute("aria-busy", "true");
    try {
      root.replaceChildren(...(await fetchAgain()).childNodes);
    } catch {
      pill.removeAttribute("aria-busy"); // the pill stays: press again
      return;
    }
    root.dispatchEvent(new Event("fragment", { bubbles: true }));
    for (const id of shown) moved.delete(id);
    if (moved.size) show(words("moved", { n: moved.size }));
    root.querySelector(first)?.focus({ preventScroll: true });
    if (root.getBoundingClientRect().top < 0) root.scrollIntoView({ block: "start" });
  }
}
