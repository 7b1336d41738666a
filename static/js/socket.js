// The page's one connection to the house (docs/protocol.md), shared by all modules.
//
//   follow(topic, listener, {poll})   a state topic: listener(frame) with the greatest (seq, now) seen so far
//   tail(topic, listener)             a log topic: listener(step) for each step, in order, none twice
//   whenGone(topic, listener)        listener() once the house knows nothing of it any more, or nothing for us
//   ask(frame)                        one question, one answer; rejects with Refused or Unanswered

import { forget, learn, local } from "./clock.js";

const PROTOCOL = "qommunity.v1";
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 30_000;
const PATIENCE = 8_000; // for an answer
const PULSE = 25_000; // between two looks at the clock, which also find out that a line is dead
const POLL = 5_000;
const POLL_AFTER = 3; // failed connections
const UNTIL_RELOAD = new Set([4400, 4401]);

// The house said no; `code` is one of the protocol's.
export class Refused extends Error {
  constructor({ code, message, claim }) {
    super(message);
    Object.assign(this, { code, claim });
  }
}

// No answer came: nobody knows whether it was heard, so ask again with the same key.
export class Unanswered extends Error {}

const topics = new Map(); // name → Topic
const asked = new Map(); // id → {resolve, reject, timer}
let socket = null;
let hello = null;
let epoch = null;
let failures = 0; // connections in a row that brought nothing
let settled = false; // this one brought something
let serial = 0;
let returnTimer = 0;
let pollTimer = 0;
let pulseTimer = 0;
let goodbyeWithin = null;
let over = false; // until the page is loaded again

class Topic {
  constructor(name, isLog) {
    Object.assign(this, { name, isLog, listeners: new Set(), wanted: false, poll: null, endings: new Set() });
    Object.assign(this, { frame: null, seq: null }); // the last state; the last step
  }

  // A state: keep the greater pair (seq, now), drop the other.
  take(frame) {
    const kept = this.frame;
    if (kept && (frame.seq < kept.seq || (frame.seq === kept.seq && frame.now < kept.now))) return;
    this.frame = frame;
    this.tell(frame);
  }

  // A log's step: in order, none twice; a gap is asked for again.
  step(frame) {
    if (this.seq === null || frame.seq <= this.seq) return;
    if (frame.seq > this.seq + 1) {
      renew(this.name);
      return;
    }
    this.seq = frame.seq;
    this.tell(frame);
  }

  restart(frame) {
    this.seq = frame.seq;
    this.tell({ ...frame, kind: "snapshot" });
  }

  tell(frame) {
    for (const listener of this.listeners) listener(frame);
  }
}

export function follow(name, listener, { poll } = {}) {
  const topic = listen(name, listener, false);
  topic.poll ??= poll;
  if (topic.frame) listener(topic.frame);
}

export function tail(name, listener) {
  listen(name, listener, true);
}

// What the page itself was written with counts as a frame.
export function seed(name, frame) {
  topicOf(name, false).take(frame);
}

export function whenGone(name, listener) {
  topicOf(name, false).endings.add(listener);
}

// Subscribe again: a state answers with a snapshot, a log with what was missed.
export function renew(name) {
  const topic = topics.get(name);
  if (!topic || !isOpen()) return;
  const after = topic.isLog && topic.seq !== null ? { after: { epoch, seq: topic.seq } } : {};
  ask({ op: "subscribe", topic: name, ...after }).then(
    (answer) => welcome(topic, answer),
    (error) => {
      if (error instanceof Unanswered) socket?.close();
      else if (error.code === "slow_down") setTimeout(renew, 1_000, name);
      else if (error.code === "unknown_topic") lose(name);
    },
  );
}

export function ask(frame) {
  return new Promise((resolve, reject) => {
    if (!isOpen()) {
      reject(new Unanswered());
      return;
    }
    const id = `q${(serial += 1)}`;
    const timer = setTimeout(() => {
      asked.delete(id);
      reject(new Unanswered());
    }, PATIENCE);
    asked.set(id, { resolve, reject, timer });
    send({ ...frame, id });
  });
}

// True once the house has greeted us; `member` tells as whom.
export function isOpen() {
  return hello !== null && socket?.readyState === WebSocket.OPEN;
}

export function member() {
  return hello?.member ?? null;
}

function listen(name, listener, isLog) {
  const topic = topicOf(name, isLog);
  topic.listeners.add(listener);
  if (!topic.wanted) {
    topic.wanted = true;
    if (isOpen()) renew(name);
    else connect();
  }
  return topic;
}

function topicOf(name, isLog) {
  const topic = topics.get(name) ?? new Topic(name, isLog);
  topics.set(name, topic);
  return topic;
}

function lose(name) {
  const topic = topics.get(name);
  topics.delete(name);
  for (const listener of topic?.endings ?? []) listener();
}

function welcome(topic, answer) {
  settled = true;
  failures = 0;
  clearTimeout(pollTimer);
  pollTimer = 0;
  if (answer.op === "resumed") answer.missed.forEach((frame) => topic.step(frame));
  else if (topic.isLog) topic.restart(answer);
  else topic.take(answer);
}

function connect() {
  if (socket || returnTimer || over) return;
  const address = new URL("/ws/", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(address, PROTOCOL);
  socket.addEventListener("message", ({ data }) => receive(JSON.parse(data)));
  socket.addEventListener("close", ({ code }) => leave(code));
}

function send(frame) {
  socket.send(JSON.stringify(frame));
}

function receive(frame) {
  const waiting = asked.get(frame.id);
  if (waiting) {
    asked.delete(frame.id);
    clearTimeout(waiting.timer);
    if (frame.op === "error") waiting.reject(new Refused(frame));
    else waiting.resolve(frame);
  } else if (frame.op === "event") {
    const topic = topics.get(frame.topic);
    if (topic) topic.isLog ? topic.step(frame) : topic.take(frame);
  } else if (frame.op === "error" && frame.topic) {
    lose(frame.topic);
  } else if (frame.op === "hello") {
    greet(frame);
  } else if (frame.op === "clock") {
    clearTimeout(pulseTimer);
    learn(frame.t0, frame.t1, frame.t2, local());
    pulseTimer = setTimeout(pulse, PULSE);
  } else if (frame.op === "goodbye") {
    goodbyeWithin = frame.within;
  }
}

function greet(frame) {
  hello = frame;
  forget();
  if (epoch !== null && epoch !== frame.epoch) {
    for (const topic of topics.values()) Object.assign(topic, { frame: null, seq: null }); // another database: numbers start anew
  }
  epoch = frame.epoch;
  for (let sample = 0; sample < 3; sample += 1) setTimeout(pulse, sample * 400);
  for (const topic of topics.values()) if (topic.wanted) renew(topic.name);
}

// Ask for the time; who does not answer is not there any more.
function pulse() {
  if (!isOpen()) return;
  clearTimeout(pulseTimer);
  pulseTimer = setTimeout(() => socket?.close(), PATIENCE);
  send({ op: "clock", t0: Math.round(local()) });
}

function leave(code) {
  if (!settled) failures += 1;
  socket = null;
  hello = null;
  settled = false;
  clearTimeout(pulseTimer);
  for (const { reject, timer } of asked.values()) {
    clearTimeout(timer);
    reject(new Unanswered());
  }
  asked.clear();
  over = UNTIL_RELOAD.has(code);
  if (over) return;
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);
  comeBack(Math.random() * (goodbyeWithin ?? longest));
  goodbyeWithin = null;
  if (failures >= POLL_AFTER && !pollTimer) poll();
}

function comeBack(wait) {
  clearTimeout(returnTimer);
  returnTimer = setTimeout(() => {
    returnTimer = 0;
    connect();
  }, wait);
}

// Without sockets a state is still read, every five seconds, by plain HTTP.
async function poll() {
  pollTimer = setTimeout(poll, POLL);
  for (const topic of topics.values()) {
    if (!topic.poll) continue;
    try {
      const answer = await fetch(topic.poll, { headers: { Accept: "application/json" } });
      if (answer.status === 404) lose(topic.name);
      else if (answer.ok && pollTimer) topic.take(await answer.json());
    } catch {
      return; // still offline: the next round tries again
    }
  }
}

addEventListener("online", () => {
  if (!socket && returnTimer) comeBack(Math.random() * FIRST_WAIT);
});
