// Small choices kept in this browser. One that forbids storage forgets them with the page.
export function recall(key, fallback) {
  try {
    return localStorage.getItem(key) ?? fallback;
  } catch {
    return fallback;
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

export function discard(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    return;
  }
}

// The names of all that is kept and begins so.
export function kept(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
