"""An agent's own password: the former one is asked under the limits of a login, and the other sessions close."""

from typing import Any

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.agents.connexion import SATURE
from accounts.hachage import HachageSature
from accounts.models import Compte
from accounts.services import mots_de_passe
from accounts.services.connexion import TropDEssais, freiner
from accounts.services.sessions import AccesFerme
from accounts.sessions import condenser
from portal.limites.adresse import adresse_de
from portal.limites.regles import CONNEXION
from portal.limites.services import reussir


class MotDePasseAgents(PasswordChangeView):
    """As Django's page; the writing is our service's."""

    form_class = AdminPasswordChangeForm
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        compte, adresse = request.user, adresse_de(request)
        assert isinstance(compte, Compte)  # noqa: S101 - the site lets nobody else in
        formulaire: Any = self.get_form()
        try:
            freiner(CONNEXION, cle=compte.reference, adresse=adresse, ou="agents")
            if not formulaire.is_valid():
                return self.form_invalid(formulaire)
            reussir(CONNEXION, compte=compte.reference, adresse=adresse)
            return self._changer(compte, formulaire.cleaned_data["new_password1"])
        except TropDEssais as trop:
            return self._dire(
                compte, f"Trop d’essais. Attendez {trop.verdict.delai} avant de réessayer.", 429
            )
        except HachageSature:
            return self._dire(compte, SATURE, 503)
        except AccesFerme:
            return HttpResponseRedirect(reverse("admin:login"))

    def _changer(self, compte: Compte, mot_de_passe: str) -> HttpResponse:
        cle = self.request.session.session_key or ""
        mots_de_passe.changer(compte=compte, mot_de_passe=mot_de_passe, sauf=condenser(cle))
        update_session_auth_hash(self.request, compte)
        return HttpResponseRedirect(self.get_success_url())

    def _dire(self, compte: Compte, phrase: str, statut: int) -> HttpResponse:
        """The page again, with one sentence: what was typed are passwords, none goes back."""
        vierge: Any = AdminPasswordChangeForm(user=compte, data={})
        vierge.full_clean()
        vierge.errors.clear()
        # Django's template shows no sentence but beside a field.
        vierge.add_error("old_password", phrase)
        reponse = self.form_invalid(vierge)
        reponse.status_code = statut
        return reponse
