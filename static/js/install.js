// Offers the site as an app where that takes a few words (an iPhone) or a button (the browser's own question).
const isIPhone = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
const isApp = () => navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;

export default function install(root) {
  if (isApp()) return;
  const steps = root.querySelector("[data-steps]");
  const offer = root.querySelector("[data-offer]");

  if (isIPhone()) {
    root.hidden = steps.hidden = false;
    return;
  }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    root.hidden = offer.hidden = false;
    offer.querySelector("button").onclick = () => event.prompt();
  });
  addEventListener("appinstalled", () => {
    root.hidden = true;
  });
}
