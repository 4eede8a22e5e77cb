"""What the pages about second factors share, persons’ and agents’: how they are listed, and how one is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import codes_secours, qr, totp
from accounts.cles_acces import AdresseEnChiffres, Etat, ReponseRefusee, Site, lire_site
from accounts.enums import NatureFacteur
from accounts.forms import NomFacteurForm
from accounts.models import Compte, Facteur
from accounts.navigateurs import INCONNU, decrire
from accounts.services import facteurs
from accounts.views.commun import saisi

# In an address: what has just been done.
FAIT = "double"
CLE_REFUSEE = "cle"
AJOUTE, RETIRE, RENOMME = "ajoutee", "retiree", "renommee"
FAUX = (
    "Ce n’est pas le code de cette application. Attendez le suivant, et vérifiez que l’heure du téléphone est réglée "
    "automatiquement."
)
REMPLACE = "Une autre page a préparé un autre code\u00a0: scannez celui d’ici, qui remplace le précédent."
REFUSEE = "La clé n’a pas été reconnue, et rien n’a été ajouté. Recommencez."
CONNUE = "Cette clé est déjà reliée à un compte\u00a0: choisissez-en une autre."
TROP = "Vous en avez déjà dix. Retirez-en une avant d’en ajouter."


@dataclass(frozen=True, slots=True)
class FacteurAffiche:
    """One factor; dates in the zone of the reader, `utilise_le` None when it never served."""

    reference: str
    nom: str
    nature: str
    ajoute_le: datetime
    utilise_le: datetime | None


def section(request: HttpRequest, compte: Compte) -> dict[str, Any]:
    """« Double vérification » of « Ma sécurité » (two queries, one for who has set nothing)."""
    affiches = [
        FacteurAffiche(
            f.reference,
            f.nom,
            NatureFacteur(f.nature).label,
            timezone.localtime(f.confirme_le or f.cree_le),
            timezone.localtime(f.utilise_le) if f.utilise_le else None,
        )
        for f in facteurs.actifs(compte)
    ]
    return {
        "facteurs": affiches,
        "double_faite": request.GET.get(FAIT, ""),
        "codes_restants": facteurs.codes_restants(compte) if affiches else 0,
        "codes_en_tout": codes_secours.COMBIEN,
        "peu_de_codes": codes_secours.PEU,
    }


def site_de(request: HttpRequest) -> Site | None:
    """The site that a key is bound to; None when the page was opened by an IP address, where no key works."""
    try:
        return lire_site(nom=settings.NOM_DU_SITE, schema=request.scheme or "https", hote=request.get_host())
    except AdresseEnChiffres:
        return None


def a_scanner(facteur: Facteur, *, titulaire: str, site: str) -> dict[str, Any]:
    """What shows the secret of an application that is being linked: the square, and the same in letters."""
    adresse = totp.adresse(facteur.secret, titulaire=titulaire, site=site)
    return {
        "reference": facteur.reference,
        "adresse": adresse,
        "qr": qr.dessiner(adresse),
        "secret": totp.en_groupes(facteur.secret),
    }


def formulaire_de_cle(request: HttpRequest) -> NomFacteurForm:
    """A name for the key, which the browser may suggest."""
    navigateur = decrire(request.headers.get("User-Agent", ""))
    return NomFacteurForm(saisi(request), initial={"nom": "" if navigateur == INCONNU else navigateur})


def creer_la_cle(
    request: HttpRequest,
    formulaire: NomFacteurForm,
    site: Site | None,
    defi: str,
    creer: Callable[[str, str, Etat | None, Site], Any],
) -> Any:
    """What `creer(name, answer, state, site)` gives of a form that was posted, or None: the form says why.

    `defi`: where the session keeps what the browser was asked to sign. Taken out whatever follows: what was signed once
    is never signed again.
    """
    if request.method != "POST" or site is None:
        return None
    etat = request.session.pop(defi, None)
    if not formulaire.is_valid():
        return None
    try:
        return creer(formulaire.cleaned_data["nom"], request.POST.get("reponse", ""), etat, site)
    except ReponseRefusee:
        formulaire.add_error(None, REFUSEE)
    except facteurs.CleDejaConnue:
        formulaire.add_error(None, CONNUE)
    except facteurs.TropDeFacteurs:
        formulaire.add_error(None, TROP)
    return None
