"""The pages of any parcours: start, one step, the early end, leaving.

A view reads the store, checks the earlier steps again, binds the form of the step, keeps what is valid and
redirects to the next page. What was typed is never lost: an invalid form is shown again as it was, and a step
posted after the answers died starts them anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from portal.http.acces import public, type_vue
from portal.http.pages import never_store
from portal.parcours.etapes import (
    A_REVOIR,
    Acquis,
    Avancement,
    Etape,
    Parcours,
    Reponses,
    depuis_querydict,
    en_querydict,
)
from portal.parcours.magasins import Magasin, MagasinIndisponible
from portal.ui.formulaires import Formulaire

RECOPIER = "meme_montant"


@dataclass(frozen=True)
class Repere:
    """Where the person is, for the bar of steps."""

    sur_titre: str
    titre: str
    numero: int
    total: int
    suivante: str | None


class VuesParcours:
    """Serves one parcours from one store under one URL namespace."""

    def __init__(
        self,
        parcours: Parcours,
        magasin: Magasin,
        *,
        espace_url: str,
        abandon: str,
        garde: Callable[[type_vue], type_vue] = public,
    ) -> None:
        """`abandon`: name of the URL where « Abandonner » leads. `garde`: who may open these pages."""
        self.parcours, self.magasin = parcours, magasin
        self.espace_url, self.abandon, self.garde = espace_url, abandon, garde

    # ------------------------------------------------------------------ addresses
    def urls(self) -> list[URLPattern]:
        """The pages, to include under the parcours' own path."""
        un = "<str:identifiant>/"
        return [
            path("commencer/", self._vue(self.commencer, "GET", "POST"), name="commencer"),
            path(un + "arret/", self._vue(self.arreter, "GET"), name="arret"),
            path(un + "abandonner/", self._vue(self.abandonner, "GET", "POST"), name="abandonner"),
            path(un + "<slug:slug>/", self._vue(self.etape, "GET", "POST"), name="etape"),
        ]

    def adresse(self, nom: str, identifiant: str, *args: str) -> str:
        """Address of one page of this parcours."""
        return reverse(f"{self.espace_url}:{nom}", args=[identifiant, *args])

    def _vue(self, methode: Callable[..., HttpResponse], *verbes: str) -> type_vue:
        """A guarded view that is never stored, and that says so when the store does not answer."""

        def vue(request: HttpRequest, **kwargs: str) -> HttpResponse:
            try:
                reponse = methode(request, **kwargs)
            except MagasinIndisponible:
                reponse = self._page(request, "parcours/indisponible.html", {}, statut=503)
            self.magasin.accompagner(request, reponse)
            return reponse

        return self.garde(
            never_store(require_http_methods([*verbes, "HEAD"] if "GET" in verbes else verbes)(vue))
        )

    # ------------------------------------------------------------------ what a subclass may add
    def initiales(self, request: HttpRequest) -> Reponses:
        """What a new entry holds before the first answer."""
        return {}

    def lire(self, request: HttpRequest, identifiant: str) -> Reponses | None:
        """The answers; None when they are gone."""
        return self.magasin.lire(request, self.parcours.nom, identifiant)

    def proposer(self, etape: Etape, acquis: Acquis, reponses: Reponses) -> Formulaire | None:
        """The form of a step that was not answered yet."""
        return etape.formulaire(acquis)

    def ajouts(
        self,
        identifiant: str,
        etape: Etape,
        acquis: Acquis,
        formulaire: Formulaire | None,
        reponses: Reponses,
    ) -> dict[str, Any]:
        """What the template of a step reads besides what every parcours gives it."""
        return {"connu": None}

    # ------------------------------------------------------------------ pages
    def commencer(self, request: HttpRequest) -> HttpResponse:
        """A new parcours, with an identifier of its own, then its first page. Reloaded: out of the parcours."""
        if request.method != "POST":
            return HttpResponseRedirect(reverse(self.abandon))
        initiales = self.initiales(request)
        identifiant = self.magasin.creer(request, self.parcours.nom)
        if initiales:
            self.magasin.ecrire(request, self.parcours.nom, identifiant, initiales)
        return HttpResponseRedirect(self.adresse("etape", identifiant, self.parcours.etapes[0].slug))

    def etape(self, request: HttpRequest, identifiant: str, slug: str) -> HttpResponse:
        """One step: shown on GET, checked and kept on POST."""
        etape = self.parcours.etape(slug)
        if etape is None:
            raise Http404
        reponses = self.lire(request, identifiant)
        if reponses is None:
            return self._perime(request, identifiant, etape)
        etat = self.parcours.avancer(reponses, jusqu_a=slug)
        ailleurs = self._detour(etat, identifiant, etape)
        if ailleurs:
            return HttpResponseRedirect(ailleurs)
        if request.method == "POST":
            return self._recevoir(request, identifiant, etape, etat.acquis, reponses)
        return self._montrer(request, identifiant, etape, etat.acquis, reponses)

    def arreter(self, request: HttpRequest, identifiant: str) -> HttpResponse:
        """Why the parcours ends here, and what to do instead."""
        reponses = self.lire(request, identifiant)
        if reponses is None:
            return self._perime(request, identifiant, self.parcours.etapes[0])
        etat = self.parcours.avancer(reponses)
        if etat.arret is None:
            suite = etat.a_faire or self.parcours.etapes[-1]
            return HttpResponseRedirect(self.adresse("etape", identifiant, suite.slug))
        contexte = {
            "arret": etat.arret,
            "acquis": etat.acquis,
            "modifier": self.adresse("etape", identifiant, etat.arret.etape),
            "abandonner": self.adresse("abandonner", identifiant),
        }
        return self._page(request, f"{self.parcours.nom.replace('-', '_')}/arret.html", contexte)

    def abandonner(self, request: HttpRequest, identifiant: str) -> HttpResponse:
        """Ask, then forget everything and leave."""
        if request.method == "POST":
            self.magasin.effacer(request, self.parcours.nom, identifiant)
            return HttpResponseRedirect(reverse(self.abandon))
        if self.magasin.lire(request, self.parcours.nom, identifiant) is None:
            return HttpResponseRedirect(reverse(self.abandon))
        etat = {"reprendre": self.adresse("etape", identifiant, self.parcours.etapes[0].slug)}
        return self._page(request, "parcours/abandonner.html", etat)

    # ------------------------------------------------------------------ the work of a step
    def _detour(self, etat: Avancement, identifiant: str, etape: Etape) -> str | None:
        """Where to go instead of `etape`: the early end, the first unfinished step, past a step not theirs."""
        if etat.arret:
            return self.adresse("arret", identifiant)
        if etat.a_faire:
            return self.adresse("etape", identifiant, etat.a_faire.slug)
        if not etape.s_applique(etat.acquis):
            suite = self.parcours.suivante(etape, etat.acquis) or self.parcours.etapes[0]
            return self.adresse("etape", identifiant, suite.slug)
        return None

    def _recevoir(
        self, request: HttpRequest, identifiant: str, etape: Etape, acquis: Acquis, reponses: Reponses
    ) -> HttpResponse:
        formulaire = etape.formulaire(acquis, request.POST)
        if formulaire is None:
            raise Http404
        if formulaire.sait_recopier(request.POST.get(RECOPIER, "")):
            recopie = formulaire.recopier(request.POST[RECOPIER])
            return self._page_etape(request, identifiant, etape, acquis, recopie, reponses)
        if not formulaire.accepte():
            return self._page_etape(request, identifiant, etape, acquis, formulaire, reponses)
        acquis = {**acquis, etape.slug: formulaire.cleaned_data}
        avant = self.parcours.avancer(reponses).acquis
        autres = self.parcours.revoir(etape, reponses, avant, acquis)
        changements = {**autres, etape.slug: depuis_querydict(request.POST)}
        self.magasin.ecrire(request, self.parcours.nom, identifiant, changements)
        return HttpResponseRedirect(self._suite(identifiant, etape, acquis))

    def _suite(self, identifiant: str, etape: Etape, acquis: Acquis) -> str:
        """Where to go once `etape` is answered."""
        if self.parcours.arret(acquis):
            return self.adresse("arret", identifiant)
        suite = self.parcours.suivante(etape, acquis)
        if suite is None:
            return f"{self.adresse('etape', identifiant, etape.slug)}#{etape.ancre}"
        return self.adresse("etape", identifiant, suite.slug)

    def _montrer(
        self, request: HttpRequest, identifiant: str, etape: Etape, acquis: Acquis, reponses: Reponses
    ) -> HttpResponse:
        gardees = reponses.get(etape.slug)
        if gardees is None:
            propose = self.proposer(etape, acquis, reponses)
            return self._page_etape(request, identifiant, etape, acquis, propose, reponses)
        formulaire = etape.formulaire(acquis, en_querydict(gardees))
        a_revoir = next(iter(gardees.get(A_REVOIR, [])), "")
        if formulaire is not None and a_revoir:
            formulaire.taire_les_erreurs()
        elif formulaire is not None:
            formulaire.accepte()
        return self._page_etape(request, identifiant, etape, acquis, formulaire, reponses, a_revoir=a_revoir)

    def _page_etape(
        self,
        request: HttpRequest,
        identifiant: str,
        etape: Etape,
        acquis: Acquis,
        formulaire: Formulaire | None,
        reponses: Reponses,
        *,
        a_revoir: str = "",
    ) -> HttpResponse:
        """`a_revoir`: why answers that were kept must be seen again."""
        precedente = self.parcours.precedente(etape, acquis)
        contexte = {
            "etape": etape,
            "form": formulaire,
            "repere": self.repere(etape, acquis),
            "identifiant": identifiant,
            "precedente": self.adresse("etape", identifiant, precedente.slug) if precedente else None,
            "abandonner": self.adresse("abandonner", identifiant),
            "repris": "repris" in request.GET,
            "a_revoir": a_revoir,
            **etape.contexte(acquis, formulaire),
            **self.ajouts(identifiant, etape, acquis, formulaire, reponses),
        }
        return self._page(request, etape.gabarit, contexte)

    def repere(self, etape: Etape, acquis: Acquis) -> Repere:
        """The bar of steps as seen from `etape`."""
        parties = list(dict.fromkeys(e.partie for e in self.parcours.etapes))
        suite = self.parcours.suivante(etape, acquis)
        return Repere(
            sur_titre=self.parcours.titre,
            titre=etape.titre,
            numero=parties.index(etape.partie) + 1,
            total=len(parties),
            suivante=suite.titre if suite else None,
        )

    def _perime(self, request: HttpRequest, identifiant: str, etape: Etape) -> HttpResponse:
        """The answers are gone. What was just posted starts a new entry; otherwise the person is told."""
        if request.method == "POST" and self.magasin.renait:
            envoyees = {etape.slug: depuis_querydict(request.POST)}
            self.magasin.ecrire(request, self.parcours.nom, identifiant, envoyees)
            premiere = self.adresse("etape", identifiant, self.parcours.etapes[0].slug)
            return HttpResponseRedirect(f"{premiere}?repris=1")
        if not self.magasin.renait:
            raise Http404
        return self._page(request, "parcours/perime.html", {}, statut=410)

    def _page(
        self, request: HttpRequest, gabarit: str, contexte: dict[str, Any], statut: int = 200
    ) -> HttpResponse:
        commun = {
            "parcours": self.parcours,
            "commencer": reverse(f"{self.espace_url}:commencer"),
            "sortie": reverse(self.abandon),
            # Public pages carry no token: `portal.http.origine` guards them.
            "protege": self.garde is not public,
        }
        return render(request, gabarit, {**commun, **contexte}, status=statut)
