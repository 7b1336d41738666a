// How the typed words would look, drawn by the house; it follows while it is open.

const PAUSE = 800; // ms without a key

export default function preview(form) {
  const button = form.querySelector("[data-preview]");
  const out = form.querySelector("[data-preview-out]");
  const text = form.querySelector("[data-composer-text]");
  let turn = 0;
  let timer = 0;

  button.hidden = false;
  button.addEventListener("click", () => (out.hidden ? draw() : close()));
  text.addEventListener("input", () => {
    if (out.hidden) return;
    clearTimeout(timer);
    if (text.value.trim()) timer = setTimeout(draw, PAUSE);
    else close();
  });

  function close() {
    turn += 1;
    out.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }

  async function draw() {
    const mine = (turn += 1);
    const body = new URLSearchParams({ text: text.value });
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(form.dataset.previewUrl, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
    }).catch(() => null);
    const drawn = answer?.redirected ? "" : ((await answer?.text()) ?? "");
    if (mine !== turn || !drawn) return;
    const isRefusal = answer.headers.get("Content-Type").startsWith("text/plain");
    if (!answer.ok && !isRefusal) return;
    out.hidden = false; // before it changes, so that it is read out
    button.setAttribute("aria-expanded", "true");
    if (isRefusal) out.textContent = drawn;
    else out.replaceChildren(...new DOMParser().parseFromString(drawn, "text/html").body.childNodes);
    out.dispatchEvent(new Event("fragment", { bubbles: true }));
  }
}
