// Signing out: this browser rings for nobody any more, whoever sits before it next.
import { isPossible, unplug } from "./device.js";

const PATIENCE = 2000; // ms; nobody stays signed in because a push service is slow

export default function unplugOnLeaving(form) {
  if (!isPossible()) return;
  form.addEventListener(
    "submit",
    async (event) => {
      event.preventDefault();
      await Promise.race([unplug().catch(() => null), new Promise((done) => setTimeout(done, PATIENCE))]);
      form.submit();
    },
    { once: true },
  );
}
