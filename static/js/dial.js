// The stock dial, redrawn from frames; what the server drew first is drawn here by the same rules (drops/dial.py).

import { learnFromPage, now } from "./clock.js";
import { follow, seed } from "./socket.js";
import { wordsOf } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_MARKS = 120;
const PLAIN_MARKS = 60;
const MINUTE = 60_000;
const TWO_DAYS = 48 * 60 * MINUTE;
const BEAT = 125; // 28,800 vibrations an hour

export default function dial(element) {
  const { topic, poll } = element.dataset;
  const words = wordsOf(element);
  const face = element.querySelector("svg");
  const rim = face.querySelector("[data-rim]");
  const hand = face.querySelector("[data-hand]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const written = JSON.parse(element.dataset.frame);
  let data = written.data;
  let drawn = null; // the second of the countdown that is shown

  function draw() {
    const moment = now();
    drawn = secondsLeft(moment);
    drawRim(rim, faceOf(data, moment));
    const { figure, legend } = centreOf(data, moment, words);
    write(face.querySelector("[data-figure]"), figure).dataset.length = figure.length;
    write(face.querySelector("[data-legend]"), legend);
    writeKey(element.querySelector("[data-key]"), data, words);
    const label = labelOf(data, words);
    if (label) face.setAttribute("aria-label", label);
    element.dataset.phase = data.phase;
    element.classList.toggle("dial--last", isBefore(data, moment) && data.opens_at - moment <= MINUTE);
  }

  function secondsLeft(moment) {
    return Math.ceil((data.opens_at - moment) / 1_000);
  }

  function beat() {
    if (!element.isConnected) return;
    const step = still.matches ? 1_000 : BEAT;
    const moment = now();
    if (!document.hidden) {
      if (runs(data)) hand.setAttribute("transform", `rotate(${handTurn(moment - data.opens_at, step)})`);
      if (isBefore(data, moment) && secondsLeft(moment) !== drawn) draw();
    }
    setTimeout(beat, step - modulo(moment - data.opens_at, step));
  }

  learnFromPage(written.now);
  seed(topic, written);
  follow(topic, (frame) => draw((data = frame.data)), { poll });
  document.addEventListener("visibilitychange", draw);
  beat();
}

export function isBefore({ phase, opens_at: opensAt }, moment) {
  return (phase === "announced" || phase === "sealed") && moment < opensAt + MINUTE;
}

function runs({ phase, paused }) {
  return !(paused && phase === "open") && !["sold_out", "closed", "cancelled"].includes(phase);
}

function faceOf(data, moment) {
  if (["announced", "sealed"].includes(data.phase)) return countdownFace(data.opens_at - moment);
  if ("total" in data) return data.phase === "open" || data.phase === "sold_out" ? stockFace(data) : putOut(stockFace(data));
  return { states: Array(PLAIN_MARKS).fill(data.phase === "open" ? "lit" : "spent"), every: 5, shift: 0 };
}

function countdownFace(remaining) {
  const lit = Math.max(0, Math.min(PLAIN_MARKS, Math.ceil(remaining / 1_000)));
  const states = [...Array(PLAIN_MARKS - lit).fill("spent"), ...Array(lit).fill("lit")];
  return { states, every: 5, shift: 0 };
}

function stockFace({ total, available, held, sold }) {
  if (total > MOST_MARKS) {
    const arcs = [
      ["available", 0, available],
      ["held", available, held],
      ["sold", available + held, sold],
    ];
    return { arcs: arcs.filter(([, , length]) => length), total };
  }
  const run = (count, state) => Array(count).fill(state);
  return { states: [...run(available, "available"), ...run(held, "held"), ...run(sold, "sold")], every: 10, shift: 0.5 };
}

// Once nothing is for sale any more, what was left is not lit.
function putOut({ states, arcs, ...face }) {
  const after = (state) => (state === "sold" ? state : "spent");
  return { ...face, states: states?.map(after), arcs: arcs?.map(([state, ...run]) => [after(state), ...run]) };
}

// Elements stay while their number stays, so that a piece that changes hands does so before one's eyes.
function drawRim(rim, { states, every, shift, arcs, total }) {
  const wanted = arcs ? "circle" : "rect";
  const count = arcs ? arcs.length : states.length;
  if (rim.children.length !== count || rim.firstElementChild?.localName !== wanted) {
    rim.replaceChildren(...Array.from({ length: count }, () => document.createElementNS(SVG, wanted)));
    states?.forEach((_, index) => {
      const turn = (360 * (index + shift)) / count;
      rim.children[index].setAttribute("transform", `rotate(${Number(turn.toFixed(2))})`);
    });
  }
  states?.forEach((state, index) => mark(rim.children[index], index % every ? state : `${state} long`));
  arcs?.forEach(([state, start, length], index) => {
    mark(rim.children[index], state);
    rim.children[index].setAttribute("pathLength", total);
    rim.children[index].setAttribute("stroke-dasharray", `${length} ${total}`);
    rim.children[index].setAttribute("stroke-dashoffset", -start);
  });
}

function mark(element, state) {
  if (element.getAttribute("class") !== state) element.setAttribute("class", state);
}

function centreOf(data, moment, words) {
  if (isBefore(data, moment)) {
    const remaining = data.opens_at - moment;
    const days = Math.ceil(remaining / (24 * 60 * MINUTE));
    if (remaining > TWO_DAYS) return { figure: String(days), legend: words("days", { n: days }) };
    return { figure: figureOf(remaining), legend: words("before") };
  }
  const { phase, total, available, sold } = data;
  const isPaused = phase === "open" && data.paused;
  if (phase === "cancelled" || total === undefined) {
    return { figure: words(phase), legend: words(isPaused ? "paused" : `${phase}_legend`) };
  }
  if (phase === "closed") return { figure: String(sold), legend: words("sold", { n: sold, total }) };
  const legend = phase === "sold_out" ? "sold_out_legend" : isPaused ? "paused" : "stock";
  return { figure: String(available), legend: words(legend, { n: available, total }) };
}

function writeKey(key, data, words) {
  key.hidden = !("total" in data) || data.phase !== "open";
  for (const share of key.hidden ? [] : key.children) {
    const n = data[share.dataset.share];
    write(share.querySelector("b"), String(n));
    write(share.querySelector("span"), words(`key_${share.dataset.share}`, { n }));
  }
}

function labelOf(data, words) {
  return "total" in data ? words("label", data) : "";
}

export function figureOf(remaining) {
  const seconds = Math.max(0, Math.ceil(remaining / 1_000));
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  if (hours) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return minutes ? `${minutes}:${two(seconds % 60)}` : String(seconds);
}

// In whole steps, as a movement beats.
function handTurn(moment, step) {
  return (Math.floor(modulo(moment, MINUTE) / step) * step * 360) / MINUTE;
}

function modulo(value, base) {
  return ((value % base) + base) % base;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
  return element;
}
