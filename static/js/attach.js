// Pictures from a button, by drag and drop or by paste: each is sent at once and stands in the words when it has arrived.

import { insertParagraph } from "./caret.js";
import { upload } from "./upload.js";
import { wordsOf } from "./words.js";

const LONGEST = 200; // characters of a description

export default function attach(form) {
  const { picture: input } = form.elements; // none where one corrects: paste and drop do there
  const words = wordsOf(form);
  const text = form.querySelector("[data-composer-text]");
  const list = document.createElement("ul");
  list.className = "composer__uploads";
  list.role = "list";
  (input ?? text).after(list);

  input?.addEventListener("change", () => {
    take(input.files);
    input.value = ""; // in the words from now on, not in the form
  });
  text.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    take(files);
  });
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.toggleAttribute("data-dropping", true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.removeAttribute("data-dropping");
  });
  form.addEventListener("drop", (event) => {
    form.removeAttribute("data-dropping");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });

  form.addEventListener("reset", () => {
    for (const line of list.querySelectorAll("[data-describing]")) line.remove();
  });

  function take(files) {
    for (const file of files) if (file.type.startsWith("image/")) send(file);
  }

  async function send(file) {
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
    list.append(line);
    try {
      const picture = await upload(file, {
        url: form.dataset.picturesUrl,
        csrf: form.elements.csrfmiddlewaretoken.value,
        onProgress: (part) => (progress.value = part),
        signal: stop.signal,
      });
      line.remove();
      insertParagraph(text, picture.markdown);
      list.append(describing(file, picture));
    } catch (error) {
      if (stop.signal.aborted) line.remove();
      else fail(line, file, error);
    }
  }

  // What is to be seen on it, for who does not see it: it goes into the words as one types it.
  function describing(file, { token }) {
    const line = document.createElement("li");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const picture = new RegExp(`!\\[[^\\]]*\\]\\(/images/${token}\\)`, "g");
    input.maxLength = LONGEST;
    input.autocomplete = "off";
    input.addEventListener("input", () => {
      const said = input.value.replace(/[[\]\\`]/g, " ");
      text.value = text.value.replace(picture, () => `![${said}](/images/${token})`);
      text.dispatchEvent(new Event("input")); // to the preview
    });
    line.className = "field";
    line.dataset.describing = token;
    label.append(words("describe", { name: file.name }), input);
    line.append(label);
    return line;
  }

  function fail(line, file, { code, message }) {
    const name = document.createElement("span");
    const isOurs = ["offline", "unavailable", "too_large"].includes(code);
    name.role = "alert";
    line.dataset.upload = "failed";
    line.replaceChildren(name);
    name.textContent = message || words(isOurs ? code : "no_picture");
    const retry = button("retry", () => {
      line.remove();
      send(file);
    });
    line.append(retry, button("leave", () => line.remove()));
  }

  function button(word, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--plain";
    made.textContent = words(word);
    made.addEventListener("click", () => {
      press();
      text.focus();
    });
    return made;
  }
}
