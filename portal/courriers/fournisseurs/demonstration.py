"""Nothing leaves: what would have left is kept, sealed, for the page that shows it by recipient."""

import base64

from portal.courriers.fournisseurs import Envoi, Pli
from portal.courriers.models import EnvoiSimule


class Demonstration:
    """Every channel. Refused by a system check as soon as the portal is no longer a demonstration."""

    nom = "Démonstration"
    simule = True

    def envoyer(self, envoi: Envoi) -> None:
        for pli in envoi.plis:
            simule = EnvoiSimule(reference=pli.reference, canal=pli.canal)
            simule.pli = _en_clair(pli)
            simule.save()


def _en_clair(pli: Pli) -> dict[str, str]:
    return {
        "destinataire": pli.destinataire,
        "sujet": pli.sujet,
        "texte": pli.texte,
        "html": pli.html,
        "pdf": base64.b64encode(pli.pdf).decode(),
    }
