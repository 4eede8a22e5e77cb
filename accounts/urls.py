from django.urls import path

from accounts.views import (
    cle,
    connexion,
    creation,
    facteurs,
    premiere,
    preuve,
    recuperation,
    second_facteur,
    securite,
)
from portal.http import adresses as _adresses  # noqa: F401 - « <reference:…> »

app_name = "comptes"

_FACTEUR = "mon-compte/securite/facteurs/<reference:reference>/"
_UNE = "mot-de-passe-oublie/<reference:reference>/"
_ENTREE = "connexion/verification/<reference:reference>/"
_PREUVE = "mon-compte/securite/preuve/<reference:reference>/"

urlpatterns = [
    path("connexion/", connexion.connexion, name="connexion"),
    path("connexion/cle/", cle.entrer, name="connexion_cle"),
    path("connexion/cle/options/", cle.options_entree, name="options_entree"),
    path("connexion/oublier-cet-appareil/", connexion.oublier_appareil, name="oublier_appareil"),
    path("connexion/verification/contester/", second_facteur.contester, name="contester"),
    path("connexion/verification/options/", second_facteur.options, name="entree_options"),
    path("connexion/verification/", second_facteur.second_facteur, name="second_facteur"),
    path("connexion/verification/perdu/", second_facteur.perdu, name="second_facteur_perdu"),
    path("connexion/verification/perdu/courrier/", second_facteur.perdu_demander, name="demander_levee"),
    path(_ENTREE + "canal/", second_facteur.canal, name="entree_canal"),
    path(_ENTREE + "code/", second_facteur.code, name="entree_code"),
    path(_ENTREE + "renvoyer/", second_facteur.renvoyer, name="entree_renvoyer"),
    path(_ENTREE + "abandonner/", second_facteur.abandonner, name="entree_abandonner"),
    path("deconnexion/", connexion.deconnexion, name="deconnexion"),
    path("session/", connexion.session, name="session"),
    path("premiere-connexion/", premiere.premiere_connexion, name="premiere_connexion"),
    path("premiere-connexion/code/", premiere.code_courrier, name="code_courrier"),
    path("creer-mon-compte/", creation.creation, name="creation"),
    path("creer-mon-compte/sans-numero/", premiere.sans_numero, name="sans_numero"),
    path("tuteur/", premiere.tuteur, name="tuteur"),
    path("franceconnect/", premiere.franceconnect, name="franceconnect"),
    path("mon-compte/securite/", securite.accueil, name="securite"),
    path("mon-compte/securite/fermer/", securite.fermer, name="fermer_session"),
    path("mon-compte/securite/pas-moi/", securite.pas_moi, name="pas_moi"),
    path("mon-compte/securite/mot-de-passe/", securite.mot_de_passe, name="changer_mot_de_passe"),
    path("mon-compte/securite/application/", facteurs.application, name="ajouter_application"),
    path("mon-compte/securite/application/relier/", facteurs.relier, name="relier_application"),
    path("mon-compte/securite/cle/", facteurs.cle, name="ajouter_cle"),
    path("mon-compte/securite/cle/options/", facteurs.options_ajout, name="options_ajout"),
    path("mon-compte/securite/codes-de-secours/", facteurs.codes, name="codes_secours"),
    path(_FACTEUR + "renommer/", facteurs.renommer, name="renommer_facteur"),
    path(_FACTEUR + "retirer/", facteurs.retirer, name="retirer_facteur"),
    path("mon-compte/securite/annuler-le-retrait/", securite.annuler_le_retrait, name="annuler_levee"),
    path("mon-compte/securite/oublier/", securite.oublier_appareil, name="oublier_un_appareil"),
    path("mon-compte/securite/preuve/options/", preuve.options, name="preuve_options"),
    path("mon-compte/securite/preuve/", preuve.preuve, name="preuve"),
    path(_PREUVE + "canal/", preuve.canal, name="preuve_canal"),
    path(_PREUVE + "code/", preuve.code, name="preuve_code"),
    path(_PREUVE + "renvoyer/", preuve.renvoyer, name="preuve_renvoyer"),
    path(_PREUVE + "abandonner/", preuve.abandonner, name="preuve_abandonner"),
    path("mot-de-passe-oublie/", recuperation.oubli, name="oubli"),
    path(_UNE + "canal/", recuperation.canal, name="canal"),
    path(_UNE + "code/", recuperation.code, name="code"),
    path(_UNE + "renvoyer/", recuperation.renvoyer, name="renvoyer"),
    path(_UNE + "nouveau/", recuperation.nouveau, name="nouveau"),
    path(_UNE + "termine/", recuperation.termine, name="termine"),
    path(_UNE + "abandonner/", recuperation.abandonner, name="abandonner"),
]
