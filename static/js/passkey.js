// A form that asks the browser for a passkey before it is sent: data-passkey is "get" (sign in, confirm) or "create".
// Its options come from a <script type="application/json"> on the page (data-options) or from an address (data-options-from).
function decode(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function encode(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const response = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

function identified(descriptors = []) {
  return descriptors.map((each) => ({ ...each, id: decode(each.id) }));
}

function toCreate(options, isPasswordless) {
  const wanted = isPasswordless ? "required" : "discouraged";
  return {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: identified(options.excludeCredentials),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: wanted,
      requireResidentKey: isPasswordless,
      userVerification: isPasswordless ? "required" : options.authenticatorSelection.userVerification,
    },
  };
}

function toGet(options) {
  return { ...options, challenge: decode(options.challenge), allowCredentials: identified(options.allowCredentials) };
}

function answered(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, encode(response[part])])),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: toGet(options.request_options.publicKey) });
  }
  const isPasswordless = form.elements.passwordless?.checked ?? false;
  return navigator.credentials.create({ publicKey: toCreate(options.creation_options.publicKey, isPasswordless) });
}

export default function passkey(form) {
  if (!window.PublicKeyCredential) return;
  const button = form.querySelector("button");
  const error = form.querySelector("[data-error]");
  form.hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      form.elements.credential.value = JSON.stringify(answered(await ask(form)));
      form.submit();
    } catch {
      error.textContent = form.dataset.failed;
      error.hidden = false;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
