"""Reading what the portal knows of who starts a simulation from Mon Compte: the family's source of facts (SIM-30)."""

from collections.abc import Iterator

from accounts.coordonnees import code_postal
from accounts.enums import Canal
from accounts.models import Personne
from dossiers import selectors
from dossiers.connus import Fait, Regard
from dossiers.enums import Portee, Role
from dossiers.models import Dossier
from simulations.famille import MOIS_D_ISOLEMENT, Membres, faits_de_la_personne, faits_des_membres
from simulations.regles import Mois
from simulations.typographie import suivant

COUPLE = frozenset({Role.RESPONSABLE.value, Role.CONJOINT.value})


def faits_de_la_famille(regard: Regard) -> Iterator[Fait]:
    """The person's own data and, for an adult who may consult the dossier, who is in it (five queries at most)."""
    yield from faits_de_la_personne(regard.personne.date_naissance, _code_postal(regard.personne))
    if regard.dossier is None or Portee.CONSULTER not in regard.portees:
        return
    membres = _membres(regard.dossier, regard)
    if membres is not None:
        yield from faits_des_membres(membres, regard.le)


def _code_postal(personne: Personne) -> str:
    adresses = personne.points_contact.en_service().filter(canal=Canal.COURRIER, verifie_le__isnull=False)
    adresse = adresses.order_by("-verifie_le", "-pk").first()
    return code_postal(adresse.valeur) if adresse else ""


def _membres(dossier: Dossier, regard: Regard) -> Membres | None:
    """Nobody's when who looks is not one of the two adults, or when no Caf holds the dossier that day."""
    liens = list(selectors.rattachements_de([dossier.pk], regard.le))
    le_sien = next((lien for lien in liens if lien.personne_id == regard.personne.pk), None)
    caf = next((lien for lie in liens[:1] for lien in lie.dossier.liens_caf.all()), None)
    if le_sien is None or caf is None or le_sien.role not in COUPLE:
        return None
    autres = [lien for lien in liens if lien is not le_sien]
    conjoint = next((lien.personne.date_naissance for lien in autres if lien.role in COUPLE), None)
    depuis = suivant(Mois.du_jour(regard.le), -MOIS_D_ISOLEMENT).premier_jour()
    return Membres(
        numero=caf.numero_allocataire,
        conjoint=conjoint,
        conjoint_parti_le=None if conjoint else selectors.depart_du_conjoint(dossier, depuis, regard.le),
        a_charge=tuple(lien.personne.date_naissance for lien in autres if lien.role not in COUPLE),
    )
