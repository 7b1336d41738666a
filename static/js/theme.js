// Day, night or as the system says; applied before the first paint, chosen in the footer.
import { keep, recall } from "./keep.js";

const KEY = "theme";

function apply(choice) {
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

apply(recall(KEY, "auto"));

export default function theme(fieldset) {
  const choice = recall(KEY, "auto");
  for (const radio of fieldset.querySelectorAll("input")) radio.checked = radio.value === choice;
  fieldset.hidden = false;
  fieldset.addEventListener("change", (event) => {
    apply(event.target.value);
    keep(KEY, event.target.value);
  });
}
