// Gives each element with data-module="name" to that module, loaded once a page needs it.
const modules = {
  acts: () => import("./acts.js"),
  alive: () => import("./alive.js"),
  alike: () => import("./alike.js"),
  arrived: () => import("./arrived.js"),
  attach: () => import("./attach.js"),
  ballot: () => import("./ballot.js"),
  beat: () => import("./beat.js"),
  bell: () => import("./bell.js"),
  cafe: () => import("./cafe.js"),
  cards: () => import("./cards.js"),
  ceremony: () => import("./ceremony.js"),
  cite: () => import("./cite.js"),
  claim: () => import("./claim.js"),
  composer: () => import("./composer.js"),
  copies: () => import("./copies.js"),
  copy: () => import("./copy.js"),
  countdown: () => import("./countdown.js"),
  device: () => import("./device.js"),
  dial: () => import("./dial.js"),
  drafted: () => import("./drafted.js"),
  drop: () => import("./drop.js"),
  gathering: () => import("./gathering.js"),
  gone: () => import("./gone.js"),
  hold: () => import("./hold.js"),
  idea: () => import("./idea.js"),
  ideas: () => import("./ideas.js"),
  install: () => import("./install.js"),
  lightbox: () => import("./lightbox.js"),
  mark: () => import("./mark.js"),
  passkey: () => import("./passkey.js"),
  photos: () => import("./photos.js"),
  plain: () => import("./plain.js"),
  preview: () => import("./preview.js"),
  programme: () => import("./programme.js"),
  push: () => import("./push.js"),
  qdefi: () => import("./qdefi.js"),
  ranking: () => import("./ranking.js"),
  reading: () => import("./reading.js"),
  remember: () => import("./remember.js"),
  shared: () => import("./shared.js"),
  shortcuts: () => import("./shortcuts.js"),
  stale: () => import("./stale.js"),
  support: () => import("./support.js"),
  terms: () => import("./terms.js"),
  theme: () => import("./theme.js"),
  thread: () => import("./thread.js"),
  unplug: () => import("./unplug.js"),
  votes: () => import("./votes.js"),
  walk: () => import("./walk.js"),
  witness: () => import("./witness.js"),
  wrist: () => import("./wrist.js"),
};

const mounted = new WeakMap();

async function mount(element, name) {
  const names = mounted.get(element) ?? new Set();
  if (names.has(name)) return;
  mounted.set(element, names.add(name));
  const module = await modules[name]();
  module.default(element);
}

function mountAll(root) {
  const found = [...root.querySelectorAll("[data-module]")];
  if (root.matches?.("[data-module]")) found.unshift(root);
  return Promise.all(
    found.flatMap((element) => element.dataset.module.split(" ").map((name) => mount(element, name))),
  );
}

mountAll(document).then(() => (document.documentElement.dataset.mounted = "")); // tests wait for it
document.addEventListener("fragment", (event) => mountAll(event.target)); // told by what puts new markup into a page
