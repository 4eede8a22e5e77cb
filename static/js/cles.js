/* Passkeys: the server says what to sign, the browser signs it, the form carries the answer. */
(() => {
  "use strict";

  const PHRASES = {
    NotAllowedError: "Rien n’a été fait\u00a0: vous avez annulé, ou le temps est passé. Recommencez quand vous voulez.",
    AbortError: "Rien n’a été fait\u00a0: la demande a été interrompue. Recommencez quand vous voulez.",
    InvalidStateError: "Cet appareil a déjà une clé d’accès pour votre compte.",
    NotSupportedError: "Cet appareil ne sait pas faire de clé d’accès pour ce site.",
    SecurityError: "Une clé d’accès ne marche pas à cette adresse du site.",
    Trop: "Cette page est ouverte depuis trop longtemps. Rechargez-la, puis recommencez.",
    Autre: "Le site n’a pas répondu comme prévu, et rien n’a été fait. Attendez un peu, puis recommencez.",
  };
  const CHAMPS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const possible = Boolean(window.PublicKeyCredential && navigator.credentials);

  /* Bytes travel as base 64 made for addresses. */
  const lire = (texte) => Uint8Array.from(atob(texte.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const ecrire = (octets) => btoa(Array.from(new Uint8Array(octets), (o) => String.fromCharCode(o)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  async function demander(formulaire) {
    const reponse = await fetch(formulaire.dataset.options, {
      method: "POST", body: new FormData(formulaire), headers: { Accept: "application/json" }, cache: "no-store",
    });
    if (reponse.status === 429) throw new Error((await reponse.json()).message);
    if (reponse.redirected) throw new Error(PHRASES.Trop);
    if (!reponse.ok) throw new Error(PHRASES.Autre);
    const options = await reponse.json();
    options.challenge = lire(options.challenge);
    if (options.user) options.user.id = lire(options.user.id);
    [...(options.excludeCredentials || []), ...(options.allowCredentials || [])].forEach((cle) => {
      cle.id = lire(cle.id);
    });
    return options;
  }

  function repondre({ id, rawId, type, response }) {
    const dit = {};
    CHAMPS.forEach((nom) => { if (response[nom]) dit[nom] = ecrire(response[nom]); });
    return JSON.stringify({ id, rawId: ecrire(rawId), type, response: dit, clientExtensionResults: {} });
  }

  document.querySelectorAll("[data-cle]").forEach((formulaire) => {
    const dit = formulaire.querySelector("[data-dit]");
    let occupe = false;
    formulaire.hidden = !possible;
    formulaire.addEventListener("submit", async (evenement) => {
      evenement.preventDefault();
      if (occupe) return;
      occupe = true;
      dit.hidden = true;
      try {
        const publicKey = await demander(formulaire);
        const cle = await navigator.credentials[formulaire.dataset.cle]({ publicKey });
        formulaire.elements.reponse.value = repondre(cle);
        formulaire.submit();
      } catch (erreur) {
        const connue = erreur instanceof DOMException ? PHRASES[erreur.name] : erreur.name === "Error" && erreur.message;
        dit.querySelector("[data-phrase]").textContent = connue || PHRASES.Autre;
        dit.hidden = false;
      }
      occupe = false;
    });
  });
  document.querySelectorAll("[data-sans-cle]").forEach((bloc) => { bloc.hidden = possible; });
})();
