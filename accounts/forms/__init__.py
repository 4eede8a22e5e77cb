"""The forms of this room: their words, and what makes an answer acceptable. Whether it is right, services say."""

from accounts.forms.codes import (
    CanalForm,
    CodeConnexionForm,
    CodeCourrierForm,
    CodeForm,
    CodeLettreForm,
    ConfianceForm,
    PreuveForm,
    libelle,
    par,
)
from accounts.forms.contacts import (
    ContactForm,
    CourrielForm,
    TelephoneForm,
)
from accounts.forms.facteurs import (
    CodeApplicationConnexionForm,
    CodeApplicationForm,
    CodeSecoursForm,
    NomFacteurForm,
)
from accounts.forms.identite import (
    ConnexionForm,
    CreationForm,
    IdentiteForm,
    RelierForm,
)
from accounts.forms.mots_de_passe import (
    ChangementForm,
    NouveauMotDePasseForm,
    RetourForm,
)

__all__ = [
    "CanalForm",
    "ChangementForm",
    "CodeApplicationConnexionForm",
    "CodeApplicationForm",
    "CodeConnexionForm",
    "CodeCourrierForm",
    "CodeForm",
    "CodeLettreForm",
    "CodeSecoursForm",
    "ConfianceForm",
    "ConnexionForm",
    "ContactForm",
    "CourrielForm",
    "CreationForm",
    "IdentiteForm",
    "NomFacteurForm",
    "NouveauMotDePasseForm",
    "PreuveForm",
    "RelierForm",
    "RetourForm",
    "TelephoneForm",
    "libelle",
    "par",
]
