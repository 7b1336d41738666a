// j and k go from one post or thread to the next; o, r, q, l and e press what stands in the one.

const STOPS = "article[data-post], .thread-line";
const PRESSES = {
  o: ".thread-line__title a, .post__fold > summary",
  r: "[data-act=reply]",
  q: "[data-act=quote]",
  l: "[data-act=like]",
  e: "[data-act=edit]",
};

export default function walk(root) {
  // A key that nothing else on the page is for (shortcuts.js).
  document.addEventListener("letter", (event) => {
    const here = document.activeElement.closest(STOPS);
    const { key } = event.detail;
    if (key === "j" || key === "k") {
      event.preventDefault();
      step(here, key === "j" ? 1 : -1);
    } else if (key === "Enter") {
      if (here && here === document.activeElement && press(here, "o")) event.preventDefault();
    } else if (key in PRESSES && (press(here, key) || (key === "r" && answer()))) {
      event.preventDefault();
    }
  });

  function step(here, by) {
    const stops = [...root.querySelectorAll(STOPS)];
    const next = here ? stops[stops.indexOf(here) + by] : (stops.find(isAhead) ?? stops.at(-1));
    if (!next) return;
    const goal = next.matches("article") ? next : next.querySelector(PRESSES.o);
    goal.focus({ preventScroll: true });
    const { top, bottom } = next.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) next.scrollIntoView({ block: next.matches("article") ? "start" : "nearest" });
  }

  // The thread itself: where one writes, or where one signs in to write.
  function answer() {
    const goal = root.querySelector("[data-composer-text], .thread__join a");
    goal?.focus();
    return goal !== null;
  }
}

// Not scrolled past.
function isAhead(stop) {
  return stop.getBoundingClientRect().bottom > 0;
}

function press(stop, key) {
  const goal = stop?.querySelector(PRESSES[key]);
  goal?.click();
  return Boolean(goal);
}
