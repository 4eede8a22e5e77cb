/* Pages of logged-in people: a warning two minutes before the session ends. What is typed is never touched. */
(() => {
  "use strict";

  const MARGE = 120000;
  const PAS = 5000;
  const ATTENTE = 8000;
  const zone = document.querySelector("[data-veille]");
  const [bientot, finie] = zone ? zone.querySelectorAll("dialog") : [];
  if (!bientot || !bientot.showModal) return;
  const delai = bientot.querySelector("[data-delai]");
  const echec = bientot.querySelector("[data-echec]");
  /* Read from the clock, for a timer stops while a computer sleeps. */
  let fin = Date.now() + zone.dataset.restant * 1000;
  let demandes = 0;
  let derniere = 0;
  let fermee = false;

  const reste = () => fin - Date.now();
  const jeton = () => document.querySelector("[name=csrfmiddlewaretoken]");

  /* Whether the server answered. A login page instead of an answer means that the session is over. */
  async function interroger(method) {
    const arret = new AbortController();
    const minuteur = setTimeout(() => arret.abort(), ATTENTE);
    const headers = { Accept: "application/json" };
    if (method === "POST" && jeton()) headers["X-CSRFToken"] = jeton().value;
    const rang = derniere += 1;
    demandes += 1;
    try {
      const reponse = await fetch(zone.dataset.adresse, { method, headers, cache: "no-store", signal: arret.signal });
      const perdue = reponse.redirected || [401, 403].includes(reponse.status);
      if (!perdue && !reponse.ok) return false;
      const dit = perdue ? { restant: 0 } : await reponse.json();
      /* An older question whose answer comes late says nothing. */
      if (rang !== derniere) return true;
      fin = Date.now() + dit.restant * 1000;
      if (dit.jeton) {
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((champ) => { champ.value = dit.jeton; });
      }
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(minuteur);
      demandes -= 1;
    }
  }

  const ouvrir = (dialogue) => dialogue.open || dialogue.showModal();

  function montrer() {
    if (reste() <= 0) {
      bientot.close();
      if (!fermee) ouvrir(finie);
      fermee = true;
    } else if (reste() <= MARGE) {
      const minutes = Math.ceil(reste() / 60000);
      delai.textContent = minutes > 1 ? `${minutes}\u00a0minutes` : "moins d’une minute";
      ouvrir(bientot);
    } else {
      fermee = false;
      bientot.close();
      finie.close();
    }
  }

  /* The server is asked before the warning, before the end, and by whoever comes back: another tab may have acted. */
  async function battre(revenu) {
    if (demandes || (fermee && !revenu) || reste() > MARGE) return;
    if (revenu || !bientot.open || reste() <= 0) await interroger("GET");
    montrer();
  }

  async function rester() {
    const dit = await interroger("POST");
    echec.hidden = dit;
    montrer();
  }

  setInterval(battre, PAS);
  document.addEventListener("visibilitychange", () => document.hidden || battre(true));
  window.addEventListener("focus", () => battre(true));
  window.addEventListener("pageshow", () => battre(true));
  bientot.querySelector("[data-rester]").addEventListener("click", rester);
  /* Escape is somebody there: the session goes on. */
  bientot.addEventListener("cancel", (evenement) => {
    evenement.preventDefault();
    rester();
  });
  finie.querySelector("[data-fermer]").addEventListener("click", () => finie.close());
})();
