// While a title is typed: ideas that are much like it, as the page itself shows them.

const PAUSE = 400; // ms after a key

export default function alike(form) {
  const title = form.elements.title;
  const place = form.querySelector("[data-alike]");
  let turn = 0;
  let timer = 0;

  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });

  async function look() {
    const mine = (turn += 1);
    const address = `${form.dataset.alikeUrl}?${new URLSearchParams({ titre: title.value })}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || mine !== turn) return;
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === turn) place.replaceChildren(...html.body.childNodes);
  }
}
