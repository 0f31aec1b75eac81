// Passkeys: the browser asks the device, and the form sends what it answered. Who has no script, or
// a browser that cannot, sees the words in place of the form, and uses an app.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function asked(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options;
}

async function answered(form) {
  const { publicKey } = await asked(form);
  if (form.dataset.passkey !== "create") {
    return navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
    });
  }
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  // Where the device can keep it for a sign-in of its own, it may.
  Object.assign(options.authenticatorSelection, { residentKey: "preferred", requireResidentKey: false });
  return navigator.credentials.create({ publicKey: options });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await answered(form)).toJSON());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
for (const words of document.querySelectorAll("[data-passkey-without]")) words.hidden = able;
