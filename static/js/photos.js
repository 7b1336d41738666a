// Photos of an entry: each is sent as soon as it is chosen and stands in the form once it has arrived.

import { upload } from "./upload.js";
import { wordsOf } from "./words.js";

export default function photos(form) {
  const words = wordsOf(form);
  const input = form.querySelector("[type=file]");
  const list = form.querySelector("[data-photos]");
  const underway = form.querySelector("[data-uploads]");
  const said = form.querySelector("[data-said]");

  input.addEventListener("change", () => {
    for (const file of input.files) send(file);
    input.value = ""; // in the list from now on, not in the form
  });
  form.addEventListener("submit", (event) => {
    if (!underway.querySelector("[data-upload=underway]")) return;
    event.preventDefault();
    said.textContent = words("waits");
  });

  async function send(file) {
    said.textContent = "";
    const kept = list.children.length - list.querySelectorAll("[name=remove]:checked").length;
    if (kept + underway.querySelectorAll("[data-upload=underway]").length >= Number(form.dataset.most)) {
      said.textContent = words("full");
      return;
    }
    const line = document.createElement("li");
    const name = document.createElement("span");
    const progress = document.createElement("progress");
    const stop = new AbortController();
    name.textContent = words("uploading", { name: file.name });
    progress.max = 1;
    progress.value = 0;
    progress.ariaLabel = file.name;
    line.append(name, progress, button("cancel", () => stop.abort()));
    line.dataset.upload = "underway";
    underway.append(line);
    try {
      const picture = await upload(file, {
        url: form.dataset.picturesUrl,
        csrf: form.elements.csrfmiddlewaretoken.value,
        onProgress: (part) => (progress.value = part),
        signal: stop.signal,
      });
      showPhoto(form, picture).focus({ preventScroll: true });
      form.dispatchEvent(new Event("arrived"));
      line.remove();
    } catch (error) {
      if (stop.signal.aborted) line.remove();
      else fail(line, file, error);
    }
  }

  function fail(line, file, { code, message }) {
    const name = document.createElement("span");
    const isOurs = ["offline", "unavailable", "too_large"].includes(code);
    const retry = button("retry", () => {
      line.remove();
      send(file);
    });
    name.role = "alert";
    name.textContent = `${file.name} : ${message || words(isOurs ? code : "no_picture")}`;
    line.dataset.upload = "failed";
    line.replaceChildren(
      name,
      retry,
      button("leave", () => line.remove()),
    );
  }

  function button(word, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--plain";
    made.textContent = words(word);
    made.addEventListener("click", press);
    return made;
  }
}

// Puts a photo that has arrived into its form; returns the box for what is to be seen on it.
export function showPhoto(form, { token, width, height, alt = "" }) {
  const one = form.querySelector("template[data-sent]").content.cloneNode(true);
  const image = one.querySelector("img");
  const words = one.querySelector("[data-alt]");
  Object.assign(image, { width, height, src: `${form.dataset.picturesUrl}${token}-480.webp` });
  one.querySelector("[name=photo]").value = token;
  one.querySelector("[name=remove]").value = token;
  Object.assign(words, { name: `alt-${token}`, value: alt });
  form.querySelector("[data-photos]").append(one);
  return words;
}
