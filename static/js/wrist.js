// Draws a watch on the reader's wrist, in millimetres; a bank card held against the screen makes them true.

import { keep, recall } from "./keep.js";

const BREADTH = 0.345; // of its circumference, a wrist seen from above
const FLAT = 0.85; // of its breadth, what a watch rests on
const CSS_MM = 96 / 25.4; // pixels, where nobody has measured
const NAME = "px-per-mm";

export default function wrist(element) {
  const find = (name) => element.querySelector(`[data-${name}]`);
  const [tool, select, around, scale, card, drawing, verdict] =
    ["tool", "watch", "wrist", "scale", "card", "drawing", "verdict"].map(find);
  const watches = [...element.querySelectorAll("[data-diameter]")];

  select.append(...watches.map((row, place) => new Option(row.cells[0].textContent, place)));
  scale.value = recall(NAME, CSS_MM);
  tool.hidden = false;
  tool.addEventListener("input", draw);
  scale.addEventListener("change", () => keep(NAME, scale.value));
  draw();

  function draw() {
    const { diameter, lugs } = watches[select.value].dataset;
    const breadth = around.value * BREADTH;
    const flat = breadth * FLAT;
    const high = Math.max(breadth, Number(lugs)) + 8;
    const wide = 76;
    find("around").value = `${(around.value / 10).toLocaleString(document.documentElement.lang)} cm`;
    drawing.setAttribute("viewBox", `${-wide / 2} ${-high / 2} ${wide} ${high}`);
    drawing.style.inlineSize = `${wide * scale.value}px`;
    card.style.inlineSize = `${53.98 * scale.value}px`;
    drawing.innerHTML = `
      <rect class="wrist__arm" x="${-wide / 2}" y="${-breadth / 2}" width="${wide}" height="${breadth}"/>
      <rect class="wrist__flat" x="${-wide / 2}" y="${-flat / 2}" width="${wide}" height="${flat}"/>
      <rect class="wrist__strap" x="-10" y="${-breadth / 2}" width="20" height="${breadth}"/>
      ${[-1, 1].map((side) => `<rect class="wrist__lug" x="${side * 11.6 - 1.6}" y="${-lugs / 2}" width="3.2" height="${lugs}" rx="1.4"/>`).join("")}
      <circle class="wrist__case" r="${diameter / 2}"/><circle class="wrist__dial" r="${diameter / 2 - 2.4}"/>
      <path class="wrist__hands" d="M0 0L${-diameter * 0.2} ${-diameter * 0.12}M0 0L${diameter * 0.28} ${-diameter * 0.16}"/>`;
    const spare = flat - lugs;
    const words = spare >= 0 ? verdict.dataset.fits : verdict.dataset.wide;
    verdict.textContent = words.replace("{mm}", Math.abs(spare).toFixed(0));
  }
}
