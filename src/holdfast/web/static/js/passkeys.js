// Passkeys: asks the server what to sign, lets the device do it, and hands the answer back.

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(url, body) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  return answer.json();
}

function opened(options) {
  const key = { ...options.publicKey, challenge: decode(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: decode(key.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: decode(one.id) }));
  return { publicKey: key };
}

function closed(credential) {
  const response = { clientDataJSON: encode(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[part]) response[part] = encode(credential.response[part]);
  return {
    id: credential.id, rawId: encode(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function go(card) {
  const options = await post(card.dataset.options);
  if (options.go) return options;
  const make = card.dataset.passkey === "make";
  const credential = make
    ? await navigator.credentials.create(opened(options))
    : await navigator.credentials.get(opened(options));
  const name = card.querySelector("input[type=text]")?.value;
  return post(card.dataset.answer, { credential: closed(credential), name });
}

for (const card of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  card.hidden = false;
  const said = card.querySelector("[role=alert]");
  card.querySelector("button").addEventListener("click", async () => {
    said.textContent = "";
    try {
      const answer = await go(card);
      if (answer.go) window.location.assign(answer.go);
      else said.textContent = answer.error ?? "";
    } catch (error) {
      said.textContent = error.name === "NotAllowedError" ? "" : String(error.message);
    }
  });
}
