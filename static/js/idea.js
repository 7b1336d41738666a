// An idea's page: who stands behind it as it is now, and its way once the house has moved it.

import { fetchParts } from "./parts.js";
import { follow } from "./socket.js";
import { showCount } from "./support.js";

const SPREAD = 1_500; // everybody who supports it may be looking

export default function idea(element) {
  const { topic, parts } = element.dataset;
  const number = topic.split(":")[1];
  let known = null;

  follow(topic, ({ data }) => {
    if (known !== null && known !== data.state) fetchParts(parts, Math.random() * SPREAD);
    else if (!element.querySelector("form[aria-busy=true]")) showCount(number, data.supports);
    known = data.state;
  });
}
