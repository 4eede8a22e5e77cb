/* Comforts only: every page works without this script. */
(() => {
  "use strict";

  const DELAI_DOUBLE_ENVOI = 5000;

  /* « Le même montant chaque mois »: the first month filled is copied into the others, without a round trip. */
  document.addEventListener("click", (evenement) => {
    const bouton = evenement.target.closest('button[name="meme_montant"]');
    if (!bouton) return;
    const groupe = bouton.closest("fieldset");
    const entrees = groupe ? Array.from(groupe.querySelectorAll(".mois input")) : [];
    const remplie = entrees.find((entree) => entree.value.trim());
    if (!entrees.length) return;
    evenement.preventDefault();
    if (!remplie) {
      entrees[0].focus();
      return;
    }
    entrees.forEach((entree) => {
      if (entree.value === remplie.value) return;
      entree.value = remplie.value;
      entree.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  /* A link of the error summary leads to the input itself, with its label in view. */
  document.addEventListener("click", (evenement) => {
    const lien = evenement.target.closest(".resume-erreurs a");
    const cible = lien && document.getElementById(lien.hash.slice(1));
    if (!cible) return;
    evenement.preventDefault();
    for (let parent = cible.closest("details"); parent; parent = parent.parentElement.closest("details")) {
      parent.open = true;
    }
    (cible.closest(".champ") || cible).scrollIntoView({ block: "start" });
    cible.focus({ preventScroll: true });
  });

  /* Printing needs a script: the button appears with it. */
  document.querySelectorAll("[data-imprimer]").forEach((bouton) => {
    bouton.hidden = false;
    bouton.addEventListener("click", () => window.print());
  });

  /* For the browsers that know « autofocus » on fields only. */
  window.addEventListener("load", () => {
    const resume = document.querySelector(".resume-erreurs");
    if (resume && document.activeElement === document.body) resume.focus();
  });

  /* Escape closes the help, or the menu, that holds the focus; else the last one opened. */
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "Escape") return;
    const ouverts = Array.from(document.querySelectorAll("details.aide[open], details.menu[open]"));
    const ferme = ouverts.find((volet) => volet.contains(document.activeElement)) || ouverts.pop();
    if (!ferme) return;
    const avaitLeFocus = ferme.contains(document.activeElement);
    ferme.open = false;
    if (avaitLeFocus) ferme.querySelector("summary").focus();
  });

  /* A second submission within five seconds is a double click: it is dropped. */
  let envois = new WeakMap();
  document.addEventListener("submit", (evenement) => {
    if (evenement.defaultPrevented || evenement.target.method !== "post") return;
    const maintenant = Date.now();
    if (maintenant - (envois.get(evenement.target) || -Infinity) < DELAI_DOUBLE_ENVOI) {
      evenement.preventDefault();
      return;
    }
    envois.set(evenement.target, maintenant);
  });
  window.addEventListener("pageshow", () => {
    envois = new WeakMap();
  });
})();
