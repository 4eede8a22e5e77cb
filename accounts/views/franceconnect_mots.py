"""What became of a try to enter by FranceConnect, said on the page where one tries again."""

from typing import Any

from django.http import HttpRequest

from accounts.franceconnect.reglages import reglages

# In the address of the page that speaks of it.
MOT = "fc"
_MUET = (
    "Attendez quelques minutes, puis recommencez. Votre numéro de Sécurité sociale et votre mot de passe ouvrent "
    "toujours votre compte."
)
_FINI = "Elle sert une fois, pendant 10\u00a0minutes, dans le navigateur où elle a commencé. Recommencez."
_CHANGE = (
    "Ce n’est plus celle qui est reliée à votre compte\u00a0: par sécurité, il ne s’ouvre pas ainsi. Entrez avec "
    "votre numéro et votre mot de passe, puis reliez de nouveau FranceConnect dans «\u00a0Ma sécurité\u00a0». En cas "
    "de doute, appelez votre Caf au 3230."
)
_RETROUVER = (
    "FranceConnect n’y est plus relié, et il n’a pas de mot de passe. Choisissez-en un par «\u00a0Mot de passe "
    "oublié\u00a0»\u00a0: vous pourrez ensuite relier FranceConnect de nouveau. En cas de doute, appelez votre Caf au "
    "3230."
)
_RESTE = (
    "Votre session y reste ouverte 30\u00a0minutes au plus. Sur un appareil partagé, fermez le navigateur."
)
_RELIE = "Votre numéro et votre mot de passe l’ouvrent toujours. Nous vous prévenons sur chacune de vos coordonnées."
# In bold, then what follows.
MESSAGES = {
    "refuse": (
        "Vous n’êtes pas allé au bout de FranceConnect.",
        "Rien n’est changé. Vous pouvez recommencer, ou entrer avec votre numéro.",
    ),
    "muet": ("FranceConnect ne répond pas.", _MUET),
    "invalide": (
        "La réponse de FranceConnect n’est pas acceptée.",
        "Par sécurité, rien n’a été ouvert. Recommencez depuis cette page.",
    ),
    "fini": ("Cette étape est déjà passée.", _FINI),
    "change": ("L’identité donnée par FranceConnect a changé.", _CHANGE),
    "ferme": (
        "FranceConnect n’ouvre pas ce compte.",
        "Appelez votre Caf au 3230\u00a0: elle vous dira comment y entrer.",
    ),
    "retrouver": ("Votre compte ne s’ouvre plus par FranceConnect.", _RETROUVER),
    "reste": ("FranceConnect ne répond pas.", _RESTE),
    "relie": ("FranceConnect ouvre maintenant votre compte.", _RELIE),
    "delie": (
        "FranceConnect n’ouvre plus votre compte.",
        "Nous vous prévenons sur chacune de vos coordonnées.",
    ),
}
REUSSITES = {"relie", "delie"}


def dire(request: HttpRequest) -> dict[str, Any]:
    """For a page where FranceConnect is proposed: whether it is, and what became of the last try."""
    mot = request.GET.get(MOT, "")
    message = MESSAGES.get(mot)
    return {
        "franceconnect_ouvert": reglages() is not None,
        "franceconnect": message,
        "reussite": mot in REUSSITES,
    }
