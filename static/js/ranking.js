// Options of a ranked paper: two buttons move one, and the ranks of all follow. Without the script each has its rank to
// choose.

export default function ranking(list) {
  for (const moves of list.querySelectorAll("[hidden]")) moves.hidden = false;
  arrange();

  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button) return;
    const item = button.closest("li");
    const ranked = inOrder();
    const place = ranked.indexOf(item);
    if (button.dataset.move === "up") {
      if (place < 0) ranked.push(item);
      else if (place > 0) ranked.splice(place - 1, 0, ...ranked.splice(place, 1));
    } else if (place >= 0) {
      const [moved] = ranked.splice(place, 1);
      if (place < ranked.length) ranked.splice(place + 1, 0, moved); // the last one leaves the ranking
    }
    write(ranked);
    button.focus();
  });

  // A rank chosen by hand: the option goes there, and the others make room.
  list.addEventListener("change", ({ target }) => {
    const item = target.closest("li");
    const ranked = inOrder().filter((other) => other !== item);
    if (target.value) ranked.splice(Number(target.value) - 1, 0, item);
    write(ranked);
    target.focus();
  });

  function rankOf(item) {
    return Number(item.querySelector("select").value);
  }

  function inOrder() {
    return [...list.children].filter(rankOf).sort((one, other) => rankOf(one) - rankOf(other));
  }

  function write(ranked) {
    for (const item of list.children) item.querySelector("select").value = "";
    ranked.forEach((item, place) => (item.querySelector("select").value = place + 1));
    arrange();
  }

  function arrange() {
    const ranked = inOrder();
    for (const item of list.children) item.toggleAttribute("data-ranked", ranked.includes(item));
    list.prepend(...ranked);
  }
}
