// Puts a paragraph where one writes: after the line in which the caret stands, which goes on behind it.
export function insertParagraph(textarea, words) {
  const { value, selectionEnd } = textarea;
  const lineEnd = value.indexOf("\n", selectionEnd);
  const at = lineEnd < 0 ? value.length : lineEnd;
  const before = value.slice(0, at);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const after = value.slice(at).startsWith("\n\n") ? "" : value.slice(at).startsWith("\n") ? "\n" : "\n\n";
  textarea.setRangeText(gap + words + after, at, at, "end");
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}
