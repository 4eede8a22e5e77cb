"""The agents' login: limits first, one hash whoever is named, one refusal whatever the reason.

A wrong name, a wrong password, an account that is closed or not an agent's can't be told from one another.
"""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import check_password
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from accounts import actions, secrets
from accounts.droits import est_agent_en_fonction
from accounts.hachage import HachageSature
from accounts.models import Compte
from accounts.services.connexion import TropDEssais, freiner
from portal.journal.services import consigner
from portal.limites.adresse import adresse_de
from portal.limites.regles import CONNEXION
from portal.limites.services import Verdict, reussir

REFUS = (
    "Cet identifiant et ce mot de passe n’ouvrent pas le site des agents. Vérifiez-les, majuscules comprises."
)
SATURE = (
    "Beaucoup de personnes se connectent en ce moment\u00a0: votre mot de passe n’a pas été vérifié. "
    "Attendez quelques secondes, tapez-le à nouveau et réessayez."
)
SAISIE_MAX = 150
# Seconds: a hash takes a tenth of one, and the queue is bounded.
REVENIR_DANS = 5


class ConnexionForm(AuthenticationForm):
    """Reads what was typed, and judges nothing: the view does, once the limits have counted."""

    username = forms.CharField(
        label="Identifiant",
        max_length=SAISIE_MAX,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django's: 16 characters, which leave no room for the spaces somebody types between groups.
        self.fields["username"].widget.attrs["maxlength"] = SAISIE_MAX

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    @property
    def identifiant(self) -> str:
        """In one canonical writing: grouped or not, in any case, « O » read as « 0 »."""
        saisie = self.cleaned_data["username"]
        return secrets.lire(saisie) or saisie.strip().upper()


class ConnexionAgents(LoginView):
    """Counts, then looks at the password, then says. `next` is checked by Django's."""

    form_class = ConnexionForm
    template_name = "admin/login.html"
    request: HttpRequest

    @sensitive_variables()
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        formulaire: Any = self.get_form()
        if not formulaire.is_valid():
            return self.form_invalid(formulaire)
        identifiant, adresse = formulaire.identifiant, adresse_de(request)
        try:
            freiner(CONNEXION, cle=identifiant, adresse=adresse, ou="agents")
            connu, ouvre = verifier(identifiant, formulaire.cleaned_data["password"])
        except TropDEssais as trop:
            return self._freiner(formulaire, trop.verdict)
        except HachageSature:
            return self._dire(formulaire, SATURE, statut=503, attendre=REVENIR_DANS)
        if not ouvre or connu is None:
            return self._refuser(formulaire, connu)
        reussir(CONNEXION, compte=identifiant, adresse=adresse)
        # A second factor stands between this and a session: `accounts.agents.etape`.
        en_cours = Login(user=connu, redirect_url=self.get_success_url())
        entree: HttpResponse = perform_password_login(request, {}, en_cours)
        return entree

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def _freiner(self, formulaire: ConnexionForm, verdict: Verdict) -> HttpResponse:
        phrase = (
            f"Trop d’essais. Attendez {verdict.delai} avant de réessayer\u00a0; rien n’est bloqué ensuite."
        )
        return self._dire(formulaire, phrase, statut=429, attendre=verdict.attendre)

    def _refuser(self, formulaire: ConnexionForm, connu: Compte | None) -> HttpResponse:
        consigner(action=actions.CONNEXION_REFUSEE, sujet=f"compte:{connu.reference}" if connu else "")
        return self._dire(formulaire, REFUS, statut=200)

    def _dire(
        self, formulaire: ConnexionForm, phrase: str, *, statut: int, attendre: int = 0
    ) -> HttpResponse:
        """The page again with what was typed, save the password."""
        formulaire.add_error(None, phrase)
        reponse = self.form_invalid(formulaire)
        reponse.status_code = statut
        if attendre:
            reponse.headers["Retry-After"] = str(attendre)
        return reponse


@sensitive_variables()
def verifier(identifiant: str, mot_de_passe: str) -> tuple[Compte | None, bool]:
    """Whose name it is, and whether it opens the site: one query and one hash in every case. Raises HachageSature."""
    connu = Compte.objects.filter(reference=identifiant).order_by("pk").first()
    # Django hashes something once for what can't be a hash.
    juste = connu.check_password(mot_de_passe) if connu else check_password(mot_de_passe, "")
    return connu, juste and est_agent_en_fonction(connu)
