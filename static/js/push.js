// Plugs this browser in once its owner presses, and keeps the list of devices as it is.
import { tail } from "./socket.js";
import { isPossible, remembered, subscribed, tell, unplug } from "./device.js";

export default function push(root) {
  const form = root.querySelector("[data-plug]");
  const error = form.querySelector("[data-error]");
  const { dataset } = form;

  function show() {
    const { member, device } = remembered();
    const own = member === dataset.member ? root.querySelector(`[data-device="${device}"]`) : null;
    const can = isPossible() && dataset.key !== "";
    form.hidden = !can || Boolean(own) || Notification.permission === "denied";
    root.querySelector("[data-denied]").hidden = !can || Notification.permission !== "denied";
    root.querySelector("[data-impossible]").hidden = can;
    own?.querySelector("[data-here]")?.removeAttribute("hidden");
  }

  // Head and list anew, as the page has them now; the rest of the card stays.
  async function refresh() {
    const card = root.closest("li[id]");
    const list = root.querySelector("[data-devices]");
    if (list.contains(document.activeElement) && document.activeElement.matches("input")) return; // somebody is typing
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(card.id);
    if (!fresh) return;
    card.firstElementChild.replaceWith(fresh.firstElementChild);
    list.replaceChildren(...fresh.querySelector("[data-devices]").childNodes);
    show();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    error.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      if ((await Notification.requestPermission()) === "granted") {
        await tell(form, await subscribed(dataset.key));
        await refresh();
      }
    } catch (failure) {
      error.textContent = failure.message && failure.name === "Error" ? failure.message : dataset.failed;
      error.hidden = false;
    }
    button.removeAttribute("aria-busy");
    show();
  });

  // Unplugged here, it also forgets here; the form itself tells the house.
  root.addEventListener("submit", ({ target, submitter }) => {
    const item = target.closest("[data-device]");
    if (submitter?.name === "remove" && item?.dataset.device === remembered().device) unplug().catch(() => null);
  });

  // At the first frame, too: a device may have rung between the page and its line.
  tail("me", ({ kind }) => (kind === "device.changed" || kind === "snapshot") && refresh());
  show();
}
