"""From a model and its context to what leaves: `templates/courriers/<modele>/{sms,courriel,courrier}.txt`.

An e-mail has `courriel.html` as well. A paragraph that starts with four spaces is something to type: it stands out
in a letter.
"""

from typing import Any

from django.conf import settings
from django.template import Context, engines

from portal.courriers import gsm7
from portal.courriers.contenu import Contenu
from portal.courriers.enums import Canal


def rediger(*, canal: str, modele: str, contexte: dict[str, Any], sujet: str) -> Contenu:
    """What the message says. Raises `gsm7.NeTientPas` for an SMS that is not one, ValueError without a subject."""
    if canal == Canal.SMS:
        texte = gsm7.simplifier(_rendre(f"courriers/{modele}/sms.txt", contexte).strip())
        return Contenu(sujet="", texte=gsm7.verifier(texte))
    if not sujet.strip() or len(sujet.splitlines()) > 1:
        raise ValueError("un courriel ou un courrier a un objet, sur une ligne")
    if canal == Canal.COURRIER:
        return Contenu(sujet=sujet, texte=_rendre(f"courriers/{modele}/courrier.txt", contexte).strip("\n"))
    return Contenu(
        sujet=sujet,
        texte=_rendre(f"courriers/{modele}/courriel.txt", contexte).strip() + "\n",
        html=_rendre(f"courriers/{modele}/courriel.html", {**contexte, "sujet": sujet}),
    )


def _rendre(gabarit: str, contexte: dict[str, Any]) -> str:
    """The rendered text; only HTML is escaped, or a text would say « l&#x27;aide »."""
    complet = {"nom_du_site": settings.NOM_DU_SITE, **contexte}
    modele: Any = engines["django"].get_template(gabarit)
    return str(modele.template.render(Context(complet, autoescape=gabarit.endswith(".html"))))
