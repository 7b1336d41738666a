// Photos in large: a press opens one, the arrows lead on, Escape comes back to where one was.

export default function lightbox(root) {
  const dialog = root.querySelector("[data-lightbox]");
  const image = dialog.querySelector("[data-large]");
  const link = dialog.querySelector("[data-entry]");
  let here = 0;

  const windows = () => [...root.querySelectorAll("[data-photo]")];

  root.addEventListener("click", (event) => {
    const { target } = event;
    const step = target.closest("[data-step]");
    const photo = target.closest("[data-photo]");
    if (step) show(here + Number(step.dataset.step));
    else if (target.closest("[data-close]") || target === dialog) dialog.close();
    else if (photo && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      show(windows().indexOf(photo));
      dialog.showModal();
    }
  });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") show(here - 1);
    if (key === "ArrowRight") show(here + 1);
  });
  dialog.addEventListener("close", () => windows()[here]?.focus());

  function show(place) {
    const all = windows();
    here = (place + all.length) % all.length;
    const { href, dataset } = all[here];
    const shown = all[here].querySelector("img");
    image.src = dataset.photo;
    image.alt = shown.alt;
    image.width = shown.getAttribute("width");
    image.height = shown.getAttribute("height");
    link.textContent = dataset.title;
    link.href = href;
    dialog.querySelector("[data-count]").textContent = `${here + 1} / ${all.length}`;
  }
}
