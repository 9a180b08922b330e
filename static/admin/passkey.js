// Passkeys: the browser asks its owner, and what it answers is sent with the form. Without this, and
// in browsers that have no passkeys, people sign in with their password and a code.

async function ask(part) {
  const answer = await fetch(part.dataset.passkey);
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  const options = await answer.json();
  if (part.hasAttribute("data-new")) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

function offer(part) {
  const button = part.querySelector("button");
  const failure = part.querySelector("[role=alert]");
  part.hidden = false;
  button.addEventListener("click", async () => {
    failure.hidden = true;
    button.disabled = true;
    try {
      part.querySelector("input[type=hidden]").value = JSON.stringify(await ask(part));
      part.closest("form").submit();
    } catch {
      failure.hidden = false; // refused, too late, or none there
    }
    button.disabled = false;
  });
}

if (globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  document.querySelectorAll("[data-passkey]").forEach(offer);
  document.querySelectorAll("[data-without-passkey]").forEach((each) => {
    each.hidden = true;
  });
}
