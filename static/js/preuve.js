/* The work that portal.antirobot asks for. Without it, or when it fails, the form is sent all the same. */
(() => {
  "use strict";

  const PATIENCE = 10000;
  const octets = (texte) => new TextEncoder().encode(texte);

  /* jeton: « instant.sel.cible:signature ». The number to find, or "" when there is none. */
  async function chercher({ jeton, tours, borne }) {
    const [instant, sel, cible] = jeton.split(":")[0].split(".");
    const cle = await crypto.subtle.importKey("raw", octets(`${instant}.${sel}`), "PBKDF2", false, ["deriveBits"]);
    for (let n = 0; n < borne; n += 1) {
      const essai = { name: "PBKDF2", hash: "SHA-256", salt: octets(String(n)), iterations: Number(tours) };
      const trouve = new Uint8Array(await crypto.subtle.deriveBits(essai, cle, 128));
      if (trouve.reduce((texte, o) => texte + o.toString(16).padStart(2, "0"), "") === cible) return String(n);
    }
    return "";
  }

  document.querySelectorAll("[data-preuve]").forEach((zone) => {
    const [jeton, preuve] = zone.querySelectorAll("input");
    const etat = zone.querySelector("[role=status]");
    let pret = false;
    let attend = false;
    /* A browser that restores fields must not bring back those of another page. */
    jeton.value = zone.dataset.jeton;
    preuve.value = "";
    const recherche = chercher(zone.dataset)
      .then((n) => { preuve.value = n; })
      .catch(() => {});

    /* Before portail.js, which counts a submission only when it really leaves. */
    zone.closest("form").addEventListener("submit", async (evenement) => {
      if (pret) return;
      evenement.preventDefault();
      if (attend) return;
      attend = true;
      const formulaire = evenement.target;
      const bouton = evenement.submitter || formulaire.querySelector("button:not([type=button])");
      const contenu = Array.from(bouton.childNodes);
      bouton.replaceChildren("Vérification…");
      etat.textContent = "Vérification…";
      await Promise.race([recherche, new Promise((fini) => { setTimeout(fini, PATIENCE); })]);
      pret = true;
      etat.textContent = "";
      bouton.replaceChildren(...contenu);
      bouton.click();
    });
    recherche.then(() => { pret = true; });
  });
})();
