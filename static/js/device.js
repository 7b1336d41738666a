// This browser as a device that rings. On every page: whoever plugged it in keeps it, also at another address.
import { discard, keep, recall } from "./keep.js";

const NAMES = ["member", "device", "endpoint"]; // who plugged it in, its number, the address that the house knows

export const isPossible = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
export const remembered = () => Object.fromEntries(NAMES.map((name) => [name, recall(`push.${name}`, "")]));

export default function device(form) {
  const { member, endpoint } = remembered();
  if (member !== form.dataset.member || !isPossible() || Notification.permission !== "granted") return;
  follow(form, endpoint).catch(() => null); // the next visit tries again; the page of the alerts says what is wrong
}

async function follow(form, endpoint) {
  const subscription = await subscribed(form.dataset.key);
  if (subscription.endpoint !== endpoint) await tell(form, subscription);
}

// The subscription for this key, the one that is there or a new one. Asks nobody anything.
export async function subscribed(key) {
  const registration = (await navigator.serviceWorker.getRegistration()) ?? (await navigator.serviceWorker.register("/sw.js"));
  await navigator.serviceWorker.ready;
  const { pushManager } = registration;
  const found = await pushManager.getSubscription();
  if (found && encode(found.options.applicationServerKey) === key) return found;
  await found?.unsubscribe(); // made for another key: nobody could use it any more
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

// Tell the house by the form, which carries address and token; throws its sentence when it refuses.
export async function tell(form, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), endpoint, ...keys });
  body.set("device", remembered().device);
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.message ?? "");
  const known = { member: form.dataset.member, device: said.id, endpoint };
  for (const name of NAMES) keep(`push.${name}`, known[name]);
}

export async function unplug() {
  for (const name of NAMES) discard(`push.${name}`);
  const registration = await navigator.serviceWorker.getRegistration();
  const found = await registration?.pushManager.getSubscription();
  await found?.unsubscribe();
}

function encode(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0))));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
