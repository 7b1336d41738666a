// The server's clock, as this browser knows it. Times are milliseconds since the epoch.

let best = null;

// This browser's own clock: monotonic, so that nobody's correction of the time makes a countdown jump.
export function local() {
  return performance.timeOrigin + performance.now();
}

// Learn from one exchange: sent at t0, received there at t1, answered at t2, back at t3. The shortest trip wins.
export function learn(t0, t1, t2, t3) {
  const trip = t3 - t0 - (t2 - t1);
  if (!best || trip <= best.trip) best = { trip, offset: (t1 - t0 + (t2 - t3)) / 2 };
}

// The moment the server wrote into this page is a first sample: it lies between our request and its answer.
export function learnFromPage(written) {
  const [visit] = performance.getEntriesByType("navigation");
  if (best || !visit?.responseStart) return;
  const { timeOrigin } = performance;
  learn(timeOrigin + visit.requestStart, written, written, timeOrigin + visit.responseStart);
}

// Samples of an earlier connection are worth nothing: the machine may have slept since.
export function forget() {
  if (best) best.trip = Infinity;
}

export function now() {
  return local() + (best?.offset ?? 0);
}
