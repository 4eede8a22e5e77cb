"""Mon Compte: what a connected person sees of themselves and of their dossiers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte, Personne
from accounts.selectors import sessions_ouvertes
from dossiers import selectors
from dossiers.enums import Autorisable, Portee, Role
from dossiers.models import Rattachement
from portal.cafs import annuaire
from portal.http.acces import reserve_aux
from portal.http.pages import never_store


@dataclass(frozen=True, slots=True)
class Membre:
    """Somebody of the family, as another member may see them."""

    nom: str
    role: str


@dataclass(frozen=True, slots=True)
class DossierAffiche:
    """One dossier and what this person may know of it; `membres` is empty when that is only themselves."""

    reference: str
    caf: str
    numero: str
    role: str
    depuis: date
    membres: tuple[Membre, ...]
    # The page where the responsable says what their partner may do; empty for anybody else.
    autorisations: str
    # To a partner: what they may do today.
    permis: tuple[str, ...]
    conjoint: bool


@reserve_aux(Nature.USAGER)
@never_store
def accueil(request: HttpRequest) -> HttpResponse:
    """Who I am, my dossiers, my contact points, my security."""
    compte = request.user
    assert isinstance(compte, Compte)  # noqa: S101 - said by the guard
    personne = Personne.objects.filter(compte=compte).prefetch_related("points_contact").first()
    contexte = {
        "mot_de_passe_le": timezone.localtime(compte.mot_de_passe_le) if compte.mot_de_passe_le else None,
        "personne": personne,
        "nir": personne.nir if personne else None,
        "dossiers": _dossiers(personne, timezone.localdate()) if personne else [],
        "sessions": sessions_ouvertes(compte).count(),
    }
    return render(request, "dossiers/accueil.html", contexte)


def _dossiers(personne: Personne, le: date) -> list[DossierAffiche]:
    """The dossiers that are open to this person that day, and only what each scope shows (three queries)."""
    portees = selectors.portees_par_dossier(personne, le)
    par_dossier: dict[int, list[Rattachement]] = defaultdict(list)
    for lien in selectors.rattachements_de(portees, le):
        par_dossier[lien.dossier_id].append(lien)
    return [_affiche(liens, personne, portees[dossier]) for dossier, liens in par_dossier.items()]


def _affiche(liens: list[Rattachement], personne: Personne, portees: frozenset[Portee]) -> DossierAffiche:
    le_sien = next(lien for lien in liens if lien.personne_id == personne.pk)
    caf = next(iter(liens[0].dossier.liens_caf.all()), None)
    fiche = annuaire.caf(caf.caf_id) if caf else None
    autres = [lien for lien in liens if lien is not le_sien] if Portee.CONSULTER in portees else []
    ordre = list(Role.values)
    autoriser = Portee.AUTORISER in portees
    conjoint = le_sien.role == Role.CONJOINT
    return DossierAffiche(
        reference=le_sien.dossier.reference,
        caf=fiche.nom if fiche else "",
        numero=caf.numero_allocataire if caf else "",
        role=le_sien.get_role_display(),
        depuis=le_sien.periode.lower,
        membres=tuple(
            Membre(lien.personne.nom_complet, lien.get_role_display())
            for lien in sorted(
                autres, key=lambda lien: (ordre.index(lien.role), lien.personne.date_naissance)
            )
        ),
        autorisations=reverse("dossiers:autorisations", args=[le_sien.dossier.reference])
        if autoriser
        else "",
        permis=tuple(p.label for p in Autorisable if conjoint and selectors.AUTORISATIONS[p] <= portees),
        conjoint=conjoint,
    )
