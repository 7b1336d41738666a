// Whether the page's line to the house is open: said once it has answered, and taken back when it is cut.
import { isOpen, tail } from "./socket.js";

const GLANCE = 2_000;

export default function alive(element) {
  const show = () => {
    element.hidden = !isOpen();
  };
  element.textContent = element.dataset.alive;
  element.classList.add("status--live");
  tail("me", show);
  setInterval(show, GLANCE);
}
