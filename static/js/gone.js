// What shows a drop leaves the page with it (it was disarmed); its <template data-gone>, if there is one, says so.

import { whenGone } from "./socket.js";

export default function gone(element) {
  whenGone(element.dataset.topic, () => {
    element.replaceWith(element.querySelector("template[data-gone]")?.content ?? "");
  });
}
