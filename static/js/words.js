// The words of a module, from its element's data-words: {"key": "text {name}"} or {"key": ["one", "{n} many"]}.
export function wordsOf(element) {
  const words = JSON.parse(element.dataset.words);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  return (key, values = {}) => {
    const entry = words[key] ?? "";
    const text = Array.isArray(entry) ? entry[plural.select(values.n) === "one" ? 0 : 1] : entry;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}
