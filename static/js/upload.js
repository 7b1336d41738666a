// Sends a picture to the door at `url` and tells how far it is; tries again where a second try may help.
//
//   const picture = await upload(file, { url, csrf, onProgress, signal });   // {token, width, height, markdown, url}
//
// `onProgress` gets a number from 0 to 1. A failure is an UploadFailed: `code` is the server's ("too_large", "broken" …)
// with its sentence in `message`; without an answer in words `code` is "offline", "unavailable", "too_large" or
// "refused" and `message` is empty. One that was given up by `signal` is that signal's reason, as with fetch.

const TRIES = 4;
const PAUSE = 1_000; // ms before the second try; each further one waits twice as long
const TOO_LARGE = 413;

export class UploadFailed extends Error {
  constructor(code, message = "") {
    super(message);
    this.code = code;
  }
}

export async function upload(file, { url, csrf, onProgress = () => {}, signal }) {
  for (let tried = 1; ; tried += 1) {
    signal?.throwIfAborted();
    const { status, answer } = await send(file, { url, csrf, onProgress, signal });
    if (status === 201) return answer;
    const mayHelp = status === 0 || status >= 500;
    if (!mayHelp || tried === TRIES) throw failure(status, answer);
    onProgress(0);
    await pause(PAUSE * 2 ** (tried - 1) * (1 + Math.random()), signal);
  }
}

// fetch knows nothing of an upload's progress. Status 0: no answer came.
function send(file, { url, csrf, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("picture", file);
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", csrf);
    request.setRequestHeader("Accept-Language", document.documentElement.lang); // what a refusal is written in
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));

    const abort = () => request.abort();
    signal?.addEventListener("abort", abort);
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("loadend", () => {
      signal?.removeEventListener("abort", abort);
      resolve({ status: request.status, answer: request.response });
    });
    request.send(form);
  });
}

function failure(status, answer) {
  if (answer?.error) return new UploadFailed(answer.code, answer.error);
  if (status === 0) return new UploadFailed("offline");
  if (status >= 500) return new UploadFailed("unavailable");
  return new UploadFailed(status === TOO_LARGE ? "too_large" : "refused");
}

function pause(duration, signal) {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    }, duration);
    signal?.addEventListener("abort", giveUp, { once: true });
  });
}
