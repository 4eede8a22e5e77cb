/* On pages with a password: the eye, the rules followed live, and whether both entries are the same. */
(() => {
  "use strict";

  const SILENCE = 1000;
  const poser = (element, nom, valeur) => {
    if (valeur) element.setAttribute(nom, valeur);
    else element.removeAttribute(nom);
  };

  /* The eye (MC-35). */
  const secrets = Array.from(document.querySelectorAll("[data-secret]"));
  const montrer = (secret, visible) => {
    secret.querySelector("input").type = visible ? "text" : "password";
    secret.toggleAttribute("data-visible", visible);
    secret.querySelector("[data-geste]").textContent = visible ? "Masquer" : "Afficher";
  };
  secrets.forEach((secret) => {
    const oeil = secret.querySelector("button");
    oeil.hidden = false;
    oeil.addEventListener("click", () => montrer(secret, !secret.hasAttribute("data-visible")));
  });
  /* Sent as clear text, a browser would keep it among what was typed before. */
  document.addEventListener("submit", () => secrets.forEach((secret) => montrer(secret, false)), true);

  /* The rules (MC-37 to MC-41): each with an icon and a word, and one sentence once the fingers stop. */
  const suivre = (bloc, entree) => {
    const annonce = bloc.querySelector("[role=status]");
    const regles = Array.from(bloc.querySelectorAll("[data-motif]"), (ligne) => ({
      etats: ligne.querySelectorAll("[data-si]"),
      motif: new RegExp(`^(?:${ligne.dataset.motif})$`, "u"),
    }));
    let minuteur;
    const relire = () => {
      const mot = entree.value.normalize("NFC");
      let tenues = 0;
      regles.forEach(({ etats, motif }) => {
        const tenue = motif.test(mot);
        tenues += tenue;
        etats.forEach((etat) => { etat.hidden = (etat.dataset.si === "oui") !== tenue; });
      });
      return tenues;
    };
    const dire = (tenues) => {
      const s = tenues > 1 ? "s" : "";
      annonce.textContent = tenues === regles.length
        ? "Toutes les règles du mot de passe sont respectées."
        : `${tenues} règle${s} sur ${regles.length} respectée${s}.`;
    };
    bloc.classList.add("suivies");
    poser(entree, "aria-describedby", `${entree.getAttribute("aria-describedby") || ""} ${bloc.id}`.trim());
    relire();
    entree.addEventListener("input", () => {
      const tenues = relire();
      clearTimeout(minuteur);
      minuteur = setTimeout(() => dire(tenues), SILENCE);
    });
  };

  /* The two entries (MC-36): said when one leaves them, taken back as soon as they are the same. */
  const comparer = (message, entree, autre) => {
    const place = document.createElement("div");
    place.setAttribute("role", "status");
    autre.closest(".champ-corps").prepend(place);
    const decrit = autre.getAttribute("aria-describedby") || "";
    message.hidden = false;
    message.remove();
    /* A message that appears while a button is being pressed would move it from under the finger. */
    let presse = false;
    let attend = false;
    document.addEventListener("pointerdown", () => { presse = true; }, true);
    ["pointerup", "pointercancel"].forEach((fin) => document.addEventListener(fin, () => {
      presse = false;
      if (attend) setTimeout(juger, 0, true);
      attend = false;
    }, true));
    const juger = (parler) => {
      const different = Boolean(autre.value) && autre.value !== entree.value;
      if (different === place.hasChildNodes() || (different && !parler)) return;
      place.replaceChildren(...(different ? [message] : []));
      autre.closest(".champ").classList.toggle("en-erreur", different);
      poser(autre, "aria-invalid", different && "true");
      poser(autre, "aria-describedby", different ? `${message.id} ${decrit}`.trim() : decrit);
    };
    [entree, autre].forEach((champ) => {
      champ.addEventListener("blur", () => {
        attend = presse;
        if (!presse) juger(true);
      });
      champ.addEventListener("input", () => juger(false));
    });
  };

  document.querySelectorAll("[data-regles]").forEach((bloc) => {
    const entree = document.getElementById(bloc.dataset.regles);
    const autre = document.getElementById(bloc.dataset.confirmation);
    suivre(bloc, entree);
    if (autre) comparer(bloc.querySelector("[data-difference]"), entree, autre);
  });
})();
