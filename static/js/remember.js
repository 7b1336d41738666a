// What one has typed into a form and not sent, brought back when the form comes empty: after a login, after a crash.
// An element with data-forget, on the page that shows that it arrived, lets it go.

import { draftFor } from "./draft.js";
import { showPhoto } from "./photos.js";

const TYPED = "input:not([type=hidden], [type=file], [type=radio], [type=checkbox]), textarea, select";

export default function remember(element) {
  const draft = draftFor(element.dataset.draft);
  if ("forget" in element.dataset) {
    draft.discard();
    return;
  }
  const kept = draft.read();
  if ("untouched" in element.dataset && kept) restore(kept);
  for (const kind of ["input", "change", "arrived"]) element.addEventListener(kind, save);

  function save() {
    const fields = [...element.querySelectorAll(TYPED)].filter(({ name }) => name && !name.startsWith("alt-"));
    const photos = [...element.querySelectorAll("[data-photos] > li")].map((one) => ({
      token: one.querySelector("[name=photo]").value,
      alt: one.querySelector("[data-alt]").value,
      width: one.querySelector("img").width,
      height: one.querySelector("img").height,
    }));
    const picked = [...element.querySelectorAll("[type=radio]:checked")].map(({ id }) => id);
    draft.save({ fields: fields.map(({ name, value }) => [name, value]), photos, picked });
  }

  function restore({ fields, photos, picked }) {
    for (const [name, value] of fields) if (element.elements[name]) element.elements[name].value = value;
    for (const photo of photos) showPhoto(element, photo);
    for (const id of picked) document.getElementById(id)?.click();
  }
}
