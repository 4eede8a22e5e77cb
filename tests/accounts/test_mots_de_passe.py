"""What a password must be, what it may not hold, and how many are hashed at once."""

import json
import os
import subprocess
import sys
import threading
import time
import unicodedata
from datetime import date
from typing import Any

import pytest
from argon2 import Type, extract_parameters
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.enums import Nature
from accounts.hachage import BorneArgon2PasswordHasher, HachageSature
from accounts.models import Compte
from accounts.mots_de_passe import (
    INCONNU,
    POLITIQUES,
    Politique,
    Proprietaire,
    fautes,
    normaliser,
    politique_active,
)
from accounts.nir import cle_de
from tests.accounts.fabrique import FICTIF, personne

CAF, RENFORCEE = POLITIQUES["caf_2023"], POLITIQUES["renforcee"]
BON = {"caf_2023": "Kq7tuVbw2x", "renforcee": "cheval correct pile agrafe"}
CAMILLE = Proprietaire(
    nirs=(FICTIF,),
    date_naissance=date(1992, 3, 4),
    noms=("Roche", "de la Forêt-N’Diaye", "Léa Maëlys"),
)
ARGON2 = ["accounts.hachage.BorneArgon2PasswordHasher"]
politiques = st.sampled_from(list(POLITIQUES.values()))


def cles(mot: str, politique: Politique = CAF, qui: Proprietaire = INCONNU) -> list[str]:
    return [faute.cle for faute in fautes(mot, politique=politique, personne=qui)]


# ------------------------------------------------------------------ the rules of each policy
@pytest.mark.parametrize(
    ("mot", "attendues"),
    [
        ("Kq7tuVb", ["longueur"]),
        ("Kq7tuVbw", []),
        ("Kq7tuVbw2xKq7tuVbw2xAbcd", []),
        ("Kq7tuVbw2xKq7tuVbw2xAbcde", ["longueur"]),
        ("KqxtuVbw", ["chiffre"]),
        ("KQ7TUVBW", ["minuscule"]),
        ("kq7tuvbw", ["majuscule"]),
        *((f"Kq7tuVb{signe}", ["alphabet"]) for signe in "!?éùê@ ٣"),
        ("", ["longueur", "chiffre", "minuscule", "majuscule", "alphabet"]),
    ],
)
def test_la_regle_de_2023(mot: str, attendues: list[str]) -> None:
    assert [cle for cle in cles(mot) if cle != "courant"] == attendues


def test_un_champ_vide_n_est_pas_dit_courant() -> None:
    assert "courant" not in cles("")


def test_la_regle_renforcee_ne_compte_que_les_caracteres() -> None:
    assert cles("tuile grave", RENFORCEE) == ["longueur"]
    assert cles("tuiles grave", RENFORCEE) == []
    assert cles("é ÿ€ 🐘\n~\u00a0µ漢字", RENFORCEE) == []
    assert cles("xkwq" + "tb9r" * 31, RENFORCEE) == []
    assert cles("xkwq" + "tb9r" * 31 + "z", RENFORCEE) == ["longueur"]


def test_chaque_indication_vient_de_la_politique() -> None:
    assert [regle.phrase.replace("\u00a0", " ") for regle in CAF.regles] == [
        "8 à 24 caractères",
        "au moins 1 chiffre",
        "au moins 1 lettre minuscule",
        "au moins 1 lettre majuscule",
        "uniquement des chiffres et des lettres sans accent",
    ]
    assert [regle.phrase for regle in RENFORCEE.regles] == ["12\u00a0à\u00a0128\u00a0caractères"]
    for politique in POLITIQUES.values():
        for regle in politique.regles:
            assert regle.phrase in politique.aide and regle.phrase in regle.refus.phrase


# ------------------------------------------------------------------ what it may not hold
@pytest.mark.parametrize(
    "mot",
    [
        "Password1",
        "Azerty123",
        "Soleil2024",
        "MotDePasse1",
        "AzertyAzerty1",
        "2024Toulouse",
        "Aaaaaaa1",
        "LesEnfants31",
    ],
)
def test_un_mot_de_passe_courant_est_refuse(mot: str) -> None:
    assert cles(mot) == ["courant"]


@pytest.mark.parametrize(
    "mot", ["motdepasse!!!!", "Je t’aime mon amour", "azertyuiopqs", "zyxwvutsrqpon", "!" * 12]
)
def test_un_mot_de_passe_courant_et_long_est_refuse(mot: str) -> None:
    assert cles(mot, RENFORCEE) == ["courant"]


def test_des_signes_ne_font_pas_un_mot_courant() -> None:
    assert cles("@#%&*!?;:,=+ab", RENFORCEE) == []
    assert cles("±§¶•∞€£¥©®™∂", RENFORCEE) == []


@pytest.mark.parametrize("debut", range(len(FICTIF) - 7))
def test_huit_chiffres_du_nir_sont_refuses(debut: int) -> None:
    suite = FICTIF[debut : debut + 8]
    espacee = f"tuile {suite[:3]} {suite[3:]} grave"
    assert cles(f"Kq{suite}w", qui=CAMILLE) == ["nir"]
    assert cles(espacee, RENFORCEE, CAMILLE) == ["nir"]
    assert cles(espacee, RENFORCEE) == []
    assert cles(f"Kq{suite[:7]}w", qui=CAMILLE) == []


@pytest.mark.parametrize("saisie", ["04031992", "040392", "19920304", "920304", "03041992", "431992"])
def test_la_date_de_naissance_est_refusee(saisie: str) -> None:
    assert cles(f"Kq{saisie}wXtubf", qui=CAMILLE) == ["naissance"]
    assert cles(f"Kq{saisie}wXtubf") == []


def test_la_date_de_naissance_en_lettres_ou_avec_separateurs_est_refusee() -> None:
    for mot in ("tuile 04/03/1992", "tuile 4 mars 1992", "grave 04-mars-92"):
        assert cles(mot, RENFORCEE, CAMILLE) == ["naissance"]


def test_l_annee_seule_n_est_refusee_que_dans_un_mot_de_passe_court() -> None:
    assert cles("Kq1992wXtub", qui=CAMILLE) == ["naissance"]
    assert cles("Kq1992wXtubf", qui=CAMILLE) == []
    assert cles("tuile 1992 grave", RENFORCEE, CAMILLE) == []
    assert cles("tuile 1992 grav", RENFORCEE, CAMILLE) == ["naissance"]


@pytest.mark.parametrize("mot", ["KqRoCHe7w", "KqForet7wx", "Ndiaye7Kqw", "7KqMaelysw", "KqLea7wtub"])
def test_un_nom_est_refuse_sans_accent_ni_casse(mot: str) -> None:
    assert cles(mot, qui=CAMILLE) == ["nom"]
    assert cles(mot) == []


def test_un_nom_accentue_ou_decompose_est_refuse() -> None:
    for nom in ("FORÊT", unicodedata.normalize("NFD", "maëlys"), "r o c h e"):
        assert cles(f"tuile {nom} 73", RENFORCEE, CAMILLE) == ["nom"]


def test_un_nom_court_ou_une_particule_ne_bloque_pas() -> None:
    assert cles("les tuiles la ndi", RENFORCEE, Proprietaire(noms=("Ly", "de Les Sart"))) == []
    assert cles("tuile ovale amer", RENFORCEE, CAMILLE) == []  # « ova-le a-mer »: Léa across two words
    assert cles("tuile van pile", RENFORCEE, Proprietaire(noms=("Van",))) == ["nom"]


# ------------------------------------------------------------------ total, whatever is typed
@given(mot=st.text(st.characters(), max_size=60), politique=politiques)
@example(mot="\ud800" * 12, politique=RENFORCEE)
@example(mot="\0" * 12, politique=RENFORCEE)
@example(mot="a" + "\u0301\u0316" * 200_000, politique=RENFORCEE)
def test_aucun_texte_ne_la_fait_tomber(mot: str, politique: Politique) -> None:
    trouvees = fautes(mot, politique=politique, personne=CAMILLE)
    assert fautes(normaliser(mot), politique=politique, personne=CAMILLE) == trouvees
    assert len({faute.cle for faute in trouvees}) == len(trouvees)
    assert fautes(mot, politique=politique, personne=Proprietaire(nirs=(mot,), noms=(mot,))) is not None


@given(st.text("bcdfgBCDFG5678", max_size=17))
def test_un_mot_qui_suit_la_regle_de_2023_passe(milieu: str) -> None:
    assert cles(f"Kx7w{milieu}Vqj", CAF, CAMILLE) == ([] if len(milieu) >= 1 else ["longueur"])


@given(st.text(st.sampled_from("bcdfgé€🐘漢 !~ẞ"), max_size=114))
def test_un_mot_qui_suit_la_regle_renforcee_passe(milieu: str) -> None:
    mot = f"Kx7w {milieu}tuileVqj"[:128]
    assert cles(mot, RENFORCEE, CAMILLE) == []


@given(st.text(st.characters(codec="utf-8"), max_size=140))
def test_la_longueur_compte_les_caracteres_normalises(mot: str) -> None:
    attendu = 12 <= len(unicodedata.normalize("NFC", mot)) <= 128
    assert ("longueur" not in cles(mot, RENFORCEE)) is attendu


@pytest.mark.parametrize("signe", ["\ud800", "\udfff", "\0"])
def test_ce_que_la_base_ou_utf_8_ne_savent_pas_ecrire_est_refuse(signe: str) -> None:
    assert cles(f"tuile grave{signe} 73", RENFORCEE) == ["illisible"]


def test_ni_la_faute_ni_le_proprietaire_ne_citent_ce_qu_ils_savent() -> None:
    mot = "Roche2920331555999"
    assert cles(mot, qui=CAMILLE) == ["nir", "nom"]
    assert not any(mot in faute.phrase for faute in fautes(mot, politique=CAF, personne=CAMILLE))
    assert "Roche" not in repr(CAMILLE) and FICTIF not in repr(CAMILLE) and "1992" not in repr(CAMILLE)


# ------------------------------------------------------------------ Django's flows and the settings
@pytest.mark.django_db
def test_le_formulaire_de_django_obeit_a_la_politique(settings: Any) -> None:
    compte = Compte.objects.create_user(nature=Nature.USAGER)
    personne(FICTIF, compte=compte)
    avec_la_cle = f"Kq{FICTIF[-6:]}{cle_de(FICTIF)}w"
    assert cles(avec_la_cle) == []
    for mot, codes in (
        (avec_la_cle, ["nir"]),
        ("Kq20331555w", ["nir"]),
        ("Kq140392w", ["naissance"]),
        ("KqRoche7w", ["nom"]),
    ):
        formulaire = SetPasswordForm(compte, {"new_password1": mot, "new_password2": mot})
        assert not formulaire.is_valid()
        assert [e.code for e in formulaire.errors.as_data()["new_password2"]] == codes
    for nom, mot in BON.items():
        settings.POLITIQUE_MOT_DE_PASSE = nom
        assert SetPasswordForm(compte, {"new_password1": mot, "new_password2": mot}).is_valid()


@pytest.mark.django_db
def test_un_compte_sans_personne_suit_les_autres_regles() -> None:
    for compte in (None, Compte(nature=Nature.AGENT), Compte.objects.create_user(nature=Nature.AGENT)):
        validate_password(BON["caf_2023"], compte)
        with pytest.raises(ValidationError):
            validate_password("Azerty123", compte)


def test_l_aide_de_django_est_celle_de_la_politique(settings: Any) -> None:
    for nom, politique in POLITIQUES.items():
        settings.POLITIQUE_MOT_DE_PASSE = nom
        assert password_validators_help_texts() == [politique.aide]


def test_une_politique_inconnue_est_dite(settings: Any) -> None:
    assert politique_active() is CAF
    settings.POLITIQUE_MOT_DE_PASSE = "facile"
    with pytest.raises(ImproperlyConfigured, match="POLITIQUE_MOT_DE_PASSE"):
        politique_active()


@pytest.mark.parametrize(("dite", "lue"), [("", "renforcee"), ("caf_2023", "caf_2023"), ("facile", None)])
def test_la_production_est_renforcee_sauf_avis_contraire(dite: str, lue: str | None) -> None:
    cle = "essai:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "k" * 60,
        "CLES_DONNEES": cle,
        "CLES_EMPREINTES": cle,
        "ALLOWED_HOSTS": "droits.example",
        "POLITIQUE_MOT_DE_PASSE": dite,
    }
    code = "import json; from django.conf import settings as s; print(json.dumps(s.POLITIQUE_MOT_DE_PASSE))"
    essai = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert (json.loads(essai.stdout) if essai.returncode == 0 else None) == lue
    assert lue or "POLITIQUE_MOT_DE_PASSE" in essai.stderr


# ------------------------------------------------------------------ hashing
def test_les_parametres_d_argon2id(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    parametres = extract_parameters(make_password("tuile grave 73").removeprefix("argon2"))
    assert parametres.type is Type.ID
    assert (parametres.time_cost, parametres.memory_cost, parametres.parallelism) == (2, 102_400, 8)


def test_le_hachage_ne_coupe_rien_et_normalise(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    long = "é" * 127
    empreinte = make_password(unicodedata.normalize("NFD", long + "a"))
    assert check_password(long + "a", empreinte)
    assert not check_password(long + "b", empreinte)
    assert not check_password(long + "a ", empreinte)
    assert not check_password("\ud800", empreinte)


class Compteur:
    """Stands for the costly hash: says how many run at once."""

    def __init__(self) -> None:
        self.verrou, self.en_cours, self.maximum = threading.Lock(), 0, 0

    def __call__(self, *_: Any) -> bool:
        with self.verrou:
            self.en_cours += 1
            self.maximum = max(self.maximum, self.en_cours)
        time.sleep(0.05)
        with self.verrou:
            self.en_cours -= 1
        return True


def _rafale(hacheur: Argon2PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> int:
    """Eight threads hash and verify together: the most that ran at once."""
    compteur = Compteur()
    for methode in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, methode, compteur)
    fils = [
        threading.Thread(target=(hacheur.encode, hacheur.verify)[i % 2], args=("mot", "sel"))
        for i in range(8)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return compteur.maximum


@pytest.mark.parametrize("nombre", [1, 2, 3])
def test_jamais_plus_de_hachages_a_la_fois_que_le_reglage(
    nombre: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HACHAGES_SIMULTANES = nombre
    assert _rafale(BorneArgon2PasswordHasher(), monkeypatch) == nombre


def test_sans_la_borne_il_y_en_a_davantage(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _rafale(Argon2PasswordHasher(), monkeypatch) > settings.HACHAGES_SIMULTANES == 2


def test_une_place_jamais_liberee_le_dit_et_les_places_reviennent(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HACHAGES_SIMULTANES, settings.HACHAGES_ATTENTE_SECONDES = 4, 0.01
    entres, sortie = threading.Semaphore(0), threading.Event()
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *_: (entres.release(), sortie.wait(5)))
    hacheur = BorneArgon2PasswordHasher()
    fils = [threading.Thread(target=hacheur.encode, args=("mot", "sel")) for _ in range(4)]
    for fil in fils:
        fil.start()
    assert all(entres.acquire(timeout=5) for _ in fils)
    with pytest.raises(HachageSature) as refus:
        hacheur.encode("tuile-secrete", "sel")
    assert "tuile" not in str(refus.value)
    sortie.set()
    for fil in fils:
        fil.join()
    assert hacheur.encode("mot", "sel")


def test_un_hachage_qui_echoue_rend_sa_place(settings: Any) -> None:
    settings.HACHAGES_SIMULTANES, settings.HACHAGES_ATTENTE_SECONDES = 5, 0.01
    for _ in range(6):
        with pytest.raises(ValueError):
            BorneArgon2PasswordHasher().verify("mot", "pas une empreinte")
