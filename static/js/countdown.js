// What is said of time and stock: the line above the title, the tab's title, a silent timer, a sparing voice.

import { figureOf, isBefore } from "./dial.js";
import { now } from "./clock.js";
import { follow, whenGone } from "./socket.js";
import { wordsOf } from "./words.js";

const SPOKEN = [600, 300, 60, 10]; // seconds before the opening
const LAST_PIECES = 10;
const TWO_DAYS = 48 * 60; // minutes
const LAMPS = { announced: "soon", open: "live" };
const TITLE = document.title; // as the page was written

export default function countdown(element) {
  const words = wordsOf(element);
  const line = element.querySelector("[data-line]");
  const timer = element.querySelector("[role=timer]");
  const voice = element.querySelector("[role=status]");
  let data = null;
  let earlier = Infinity; // seconds to the opening when we last looked

  function show() {
    const moment = now();
    const before = isBefore(data, moment);
    const figure = figureOf((before ? data.opens_at : data.closes_at) - moment);
    const state = data.phase === "open" && data.paused ? "paused" : data.phase;
    line.textContent = words(state, { left: leftOf((before ? data.opens_at : data.closes_at) - moment, words) });
    line.className = `status status--${LAMPS[state] ?? "off"}`;
    timer.textContent = before || state === "open" ? words(`timer_${state}`, { figure }) : "";
    document.title = words(titleOf(data, before), { n: data.available, figure, name: name() });
  }

  function tick() {
    if (!element.isConnected) return;
    if (data) {
      const left = (data.opens_at - now()) / 1_000;
      const reached = SPOKEN.find((second) => earlier > second && left <= second && left > second - 5);
      if (reached) voice.textContent = words(`say_${reached}`);
      earlier = left;
      show();
    }
    setTimeout(tick, 1_000 - (now() % 1_000));
  }

  function name() {
    return document.querySelector("[data-name]")?.dataset.name ?? data.code;
  }

  follow(element.dataset.topic, (frame) => {
    const event = data && eventBetween(data, frame.data);
    data = frame.data;
    if (event) voice.textContent = words(`say_${event}`, { n: data.available });
    show();
  });
  whenGone(element.dataset.topic, () => (document.title = TITLE));
  tick();
}

function eventBetween(was, is) {
  if (was.phase !== is.phase) return is.phase;
  const crossed = (limit) => was.available > limit && is.available <= limit && is.available > 0;
  if (crossed(LAST_PIECES)) return "last";
  return crossed(is.total / 2) ? "half" : null;
}

function titleOf(data, before) {
  if (before) return "title_before";
  return data.phase === "open" && "available" in data ? "title_stock" : `title_${data.phase}`;
}

function leftOf(remaining, words) {
  const seconds = Math.max(0, Math.ceil(remaining / 1_000));
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 60) return words("seconds", { n: seconds });
  if (minutes < 60) return words("minutes", { n: minutes });
  if (minutes <= TWO_DAYS) return words("hours", { n: hours, minutes: String(minutes % 60).padStart(2, "0") });
  return words("days", { n: Math.ceil(minutes / (TWO_DAYS / 2)) });
}
