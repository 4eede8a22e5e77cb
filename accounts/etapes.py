"""The stage that allauth runs between a right password and a session: what `services.second_facteur` finds lacking."""

from typing import Any, Self

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from accounts import preuves
from accounts.enums import Nature, UsageVerification
from accounts.models import Compte, Personne
from accounts.navigateurs import decrire
from accounts.services import second_facteur as services
from accounts.services.connexion import TropDEssais
from accounts.services.levee import annuler_levee, levee_en_cours, lever_si_mure
from accounts.services.second_facteur import Besoin
from accounts.services.verification import demander_code
from accounts.views.commun import donner_le_jeton, lier_au_navigateur
from portal.http import cookies
from portal.limites.adresse import adresse_de

CONFIANCE = "confiance"
# Of `Login.state`: what opened this login was both factors at once (a key that knows its owner).
DEUX_FACTEURS = "deux_facteurs"


class Etape(LoginStage):  # type: ignore[misc]
    """A login kept half-way, fifteen minutes, under what it came with: the password may change meanwhile."""

    def retenir(self, **etat: str) -> None:
        """Keep what this login still lacks, with a digest of the password that was right."""
        self.state.update(etat, hache=self.compte.get_session_auth_hash())

    @property
    def compte(self) -> Compte:
        compte: Any = self.login.user
        return compte  # type: ignore[no-any-return]

    @property
    def tient(self) -> bool:
        """Whether what they came with still opens this account."""
        hache = str(self.state.get("hache", ""))
        return self.peut_entrer and constant_time_compare(hache, self.compte.get_session_auth_hash())

    @property
    def peut_entrer(self) -> bool:
        """Whether this account may log in at all, as it is now."""
        return self.compte.is_active

    @classmethod
    def en_cours(cls, request: HttpRequest) -> Self | None:
        """The login that waits at this stage in this browser; None when there is none, or it has expired."""
        etape: Self | None = LoginStageController.enter(request, cls.key)
        if etape is None or etape.tient:
            return etape
        clear_login(request)
        return None


class SecondFacteur(Etape):
    """Lets through who owes nothing more; keeps the others half-way, fifteen minutes, under what they came with."""

    key = "second_facteur"
    urlname = "comptes:second_facteur"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Called by allauth, in the request that brought the password. Agents have a stage of their own."""
        if self.compte.nature == Nature.AGENT:
            return None, True
        if self.login.state.get(DEUX_FACTEURS):
            preuves.noter(self.request)
            self._garder()
            return None, True
        self._lever()
        besoin = services.besoin(self.compte, jeton=self.request.COOKIES.get(cookies.nom(CONFIANCE), ""))
        if besoin is Besoin.RIEN:
            return None, True
        reponse = HttpResponseRedirect(reverse(self.urlname))
        if besoin is Besoin.CODE and not self._envoyer_un_code(reponse):
            return None, True
        self.retenir(besoin=besoin.value)
        return reponse, True

    def _lever(self) -> None:
        """Who lost everything, and has waited, owes no factor any more."""
        if levee_en_cours(self.compte) is not None:
            lever_si_mure(compte=self.compte, personne=self.personne)

    def _garder(self) -> None:
        """Who has just shown a factor has not lost it: whoever asked for its removal was wrong, or somebody else."""
        if self.compte.nature == Nature.USAGER:
            annuler_levee(compte=self.compte, personne=self.personne)

    def _envoyer_un_code(self, reponse: HttpResponse) -> bool:
        """To the first contact point: most people have nothing to choose. False when none can receive it."""
        jeton = lier_au_navigateur(self.request)
        verification = services.ouvrir_verification(
            usage=UsageVerification.CONNEXION, personne=self.compte.personne, navigateur=jeton
        )
        if verification is None:
            return False
        self.state["verification"] = verification.reference
        donner_le_jeton(reponse, jeton)
        try:
            demander_code(verification=verification, rang=0, adresse=adresse_de(self.request))
        except TropDEssais:
            # The page then says how long to wait, when they ask for one.
            pass
        return True

    @property
    def personne(self) -> Personne:
        """Raises Personne.DoesNotExist for an account that is nobody's."""
        return self.compte.personne

    @property
    def besoin(self) -> Besoin:
        return Besoin(self.state.get("besoin", Besoin.FACTEUR.value))

    def franchir(self, *, confiance: bool) -> HttpResponse:
        """They have shown it: the session opens, and this browser is trusted if they asked."""
        preuves.noter(self.request)
        if self.besoin is Besoin.FACTEUR:
            self._garder()
        reponse: HttpResponse = self.exit()
        if confiance and services.confiance_possible():
            navigateur = decrire(self.request.headers.get("User-Agent", ""))
            donnee = services.faire_confiance(
                compte=self.compte, personne=self.personne, navigateur=navigateur
            )
            cookies.poser(reponse, CONFIANCE, donnee.jeton, duree=donnee.secondes)
        return reponse
