// What one sent with a form is here: its draft is let go, unless it says something else by now.

import { draftFor } from "./draft.js";

export default function arrived(element) {
  const { draft, key } = element.dataset;
  const kept = draftFor(draft);
  if (key && kept.read()?.key === key) kept.discard();
}
