// A ceremony: each step is shown as it arrives, to all at the same second; what is not shown yet is nowhere in the page.

import { now } from "./clock.js";
import { follow } from "./socket.js";
import { wordsOf } from "./words.js";

const DAY = 86_400_000;

export default function ceremony(root) {
  const words = wordsOf(root);
  const [line, voice, figures, after] = ["next", "voice", "figures", "after"].map((name) =>
    root.querySelector(`[data-${name}]`),
  );
  const written = line.textContent;
  let data = null;

  follow(root.dataset.topic, (frame) => {
    data = frame.data;
    for (const rank of data.podium ?? []) show(rank);
    if ("entries" in data) {
      figures.textContent = ["entries", "voted"]
        .filter((name) => name in data)
        .map((name) => words(name, { n: data[name] }))
        .join(" · ");
      figures.hidden = false;
    }
    after.hidden = data.state !== "over";
    say();
  });
  tick();

  function show({ place, winners, others }) {
    const rank = root.querySelector(`[data-place="${place}"]`);
    if (rank.classList.contains("ceremony__rank--shown")) return;
    const cards = winners.map(cardOf);
    if (!cards.length) cards.push(note(words(`nobody_${place}`)));
    if (others) cards.push(note(words("others", { n: others })));
    rank.querySelector("[data-winners]").replaceChildren(...cards);
    rank.classList.add("ceremony__rank--shown");
    const names = winners.map(({ title, author }) => (author ? words("by", { title: title || author, author }) : title));
    voice.textContent = `${words(`place_${place}`)}\u00a0: ${names.join(", ") || words(`nobody_${place}`)}`;
  }

  function cardOf({ title, author, url, language, photo }) {
    const card = root.querySelector("template[data-winner]").content.cloneNode(true);
    const [image, link] = [card.querySelector("img"), card.querySelector("a")];
    if (photo) Object.assign(image, { hidden: false, width: photo.width, height: photo.height, alt: photo.alt, src: photo.src });
    Object.assign(link, { href: url, lang: language, textContent: title || author });
    card.querySelector("p").textContent = title ? author : "";
    return card;
  }

  function note(text) {
    const line = document.createElement("p");
    line.className = "soft";
    line.textContent = text;
    return line;
  }

  function say() {
    const at = data.state === "planned" ? data.starts_at : data.next_at;
    const left = Math.ceil((at - now()) / 1_000);
    if (data.state === "over") line.textContent = words("over");
    else if (left * 1_000 > DAY) line.textContent = written;
    else if (left < 0) line.textContent = words("now");
    else if (data.state === "planned") line.textContent = words("soon", { left: leftOf(left) });
    else line.textContent = words("next", { place: words(`place_${3 - data.step}`), left: leftOf(left) });
  }

  function leftOf(seconds) {
    if (seconds < 60) return words("seconds", { n: seconds });
    return words("minutes", { n: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, "0") });
  }

  function tick() {
    if (!root.isConnected) return;
    if (data && data.state !== "over") say();
    setTimeout(tick, 1_000 - (now() % 1_000));
  }
}
