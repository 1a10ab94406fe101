// <form data-passkey="create|get" data-options="{…}"> with a hidden field named
// credential, a button, and <p data-passkey-failed hidden>. The browser asks for
// fingerprint, face or PIN, and the form is sent with the answer. Some browsers
// want a press first, so the button starts it again; with data-wait it only starts so.
export function usePasskeys() {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const start = () => ask(form);
    form.querySelector("button").hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      start();
    });
    if (!("wait" in form.dataset)) start();
  }
}

async function ask(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  const publicKey = inBytes(JSON.parse(form.dataset.options));
  try {
    const answer = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(inText(answer));
    form.requestSubmit();
  } catch {
    failed.hidden = false;
  }
}

function inBytes(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials])
    for (const known of list || []) known.id = bytes(known.id);
  return options;
}

function inText(answer) {
  const response = {};
  for (const name of ["attestationObject", "clientDataJSON", "authenticatorData", "signature", "userHandle"])
    if (answer.response[name]) response[name] = text(answer.response[name]);
  if (answer.response.getTransports) response.transports = answer.response.getTransports();
  const extensions = JSON.stringify(answer.getClientExtensionResults());
  return { id: answer.id, rawId: text(answer.rawId), type: answer.type, response, extensions };
}

const bytes = (words) => Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
