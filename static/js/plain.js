// A visitor's choice to read with words explained or without, kept in this browser; a member's is kept by the house.
import { keep, recall } from "./keep.js";
import { KEY } from "./terms.js";

export default function plain(element) {
  const show = (choice) => {
    for (const part of element.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== choice;
  };
  show(recall(KEY, "on"));
  element.hidden = false;
  element.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-set]")?.dataset.set;
    if (!choice) return;
    keep(KEY, choice);
    show(choice);
    element.querySelector(`[data-when="${choice}"][data-set]`).focus();
    if (choice === "off") document.dispatchEvent(new CustomEvent("plain"));
    else location.reload(); // the words come back as the house wrote them
  });
}
