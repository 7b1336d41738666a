// Lets a movement be heard and seen at its pace, from a press on; the wheel stands still where motion is not wanted.

const AHEAD = 0.2; // seconds of ticks that are planned, so that a busy page misses none
const SWING = 250; // degrees to each side

export default function beat(element) {
  const button = element.querySelector("[data-press]");
  const wheel = element.querySelector("[data-wheel]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let audio = null;
  let planner = 0;
  let next = 0; // when the next tick sounds, in the audio's own time
  let isTock = false;
  let from = 0;

  button.hidden = false;
  button.addEventListener("click", () => (planner ? stop() : start()));
  element.addEventListener("change", () => {
    if (planner) begin();
  });
  document.addEventListener("visibilitychange", () => document.hidden && stop());

  const perSecond = () => element.querySelector(":checked").value / 3600;

  function start() {
    audio ??= new AudioContext();
    audio.resume();
    begin();
    planner = setInterval(plan, 50);
    requestAnimationFrame(turn);
    show(true);
  }

  function stop() {
    clearInterval(planner);
    planner = 0;
    audio?.suspend();
    show(false);
  }

  function show(isOn) {
    button.setAttribute("aria-pressed", isOn);
    button.querySelector("[data-start]").hidden = isOn;
    button.querySelector("[data-stop]").hidden = !isOn;
  }

  function begin() {
    next = from = audio.currentTime + 0.05;
  }

  function plan() {
    while (next < audio.currentTime + AHEAD) {
      tick(next);
      next += 1 / perSecond();
    }
  }

  // A tooth that drops: a short ring, a little lower on the way back.
  function tick(at) {
    const ring = new OscillatorNode(audio, { type: "triangle", frequency: isTock ? 2600 : 3200 });
    const loud = new GainNode(audio, { gain: 0 });
    loud.gain.setValueAtTime(0.12, at);
    loud.gain.exponentialRampToValueAtTime(0.0005, at + 0.025);
    ring.connect(loud).connect(audio.destination);
    ring.start(at);
    ring.stop(at + 0.03);
    isTock = !isTock;
  }

  function turn() {
    if (!planner) return;
    const angle = still.matches ? 0 : SWING * Math.sin(Math.PI * perSecond() * (audio.currentTime - from));
    wheel.setAttribute("transform", `rotate(${angle.toFixed(1)})`);
    requestAnimationFrame(turn);
  }
}
