// Rings while no page is open. It keeps nothing and answers for no page: what one sees always comes from the house.
// VERSION and HOUSE stand before these lines (community/push/script.py).

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(ring(event.data)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(go(own(event.notification.data?.url)));
});

// Something is shown, whatever came: a browser takes the right to ring from who stays silent.
async function ring(data) {
  const { title, body, tag, lang, url, heard } = read(data);
  const { icon, badge } = HOUSE;
  await self.registration.showNotification(title, { body, tag, lang, icon, badge, data: { url } });
  if (heard) await fetch(own(heard), { method: "POST" }).catch(() => null);
}

function read(data) {
  const lang = self.navigator.language?.slice(0, 2) in HOUSE.words ? self.navigator.language.slice(0, 2) : "fr";
  const plain = { title: "Qlock", body: HOUSE.words[lang], lang, url: "/moi/avis/" };
  try {
    const note = data.json();
    return typeof note?.body === "string" && note.body ? { ...plain, ...note } : plain;
  } catch {
    return plain;
  }
}

// Only addresses of our own.
function own(url) {
  try {
    const address = new URL(url, self.location.origin);
    return address.origin === self.location.origin ? address.href : self.location.origin;
  } catch {
    return self.location.origin;
  }
}

// To the window that shows it, else to one that is open, else to a new one.
async function go(url) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((each) => each.url === url) ?? (await led(windows, url));
  return there ? there.focus() : self.clients.openWindow(url);
}

async function led([first, ...others], url) {
  if (!first) return null;
  const window = await first.navigate(url).catch(() => null); // null: not one that we may lead
  return window ?? led(others, url);
}

// The browser was given another address. Without the old one nobody knows whose it was: the next visit says so.
async function renew({ oldSubscription, newSubscription }) {
  const wanted = { userVisibleOnly: true, applicationServerKey: HOUSE.key };
  const fresh = newSubscription ?? (await self.registration.pushManager.subscribe(wanted));
  if (!oldSubscription) return;
  const { endpoint, keys } = fresh.toJSON();
  const body = new URLSearchParams({ old: oldSubscription.endpoint, endpoint, ...keys });
  await fetch(HOUSE.renewal, { method: "POST", body });
}
