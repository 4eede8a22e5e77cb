"""A NIR, an IBAN, codes and passwords go through every journey of a portal that really runs; then they are looked for
in the database, in Redis, in what every process printed, and in every address that was given."""

import base64
import hashlib
import json
import re
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import redis

from accounts import totp
from accounts.sessions import SessionStore
from portal.chiffrement import ouvrir_donnee
from portal.courriers.contenu import de_json
from portal.courriers.models import Courrier
from tests.accounts.parcours_reels import (
    choisir,
    demander_un_code,
    par_courrier,
    remplir,
    s_identifier,
    saisir,
    se_connecter,
)
from tests.accounts.planter import planter
from tests.antirobot.fabrique import jeton
from tests.outils.canari import Lieu, Secret, chercher, lieu, lieux_de_la_base, lieux_de_redis
from tests.outils.portail import Portail, portail_entier
from tests.outils.serveurs import attendre
from tests.outils.visiteur import Visiteur

pytestmark = pytest.mark.lent

NIR, NIR_PREMIERE, NIR_INCONNU, NIR_CREATION = (
    "2870431555999", "1910762041999", "1760913000042", "2790831888999",
)  # fmt: skip
NIR_MEMBRE = "2660544555999"
NOM, IBAN = "Zéphyrin", "FR76 3000 6000 0112 3456 7890 189"
MOT, FAUX, NOUVEAU, DERNIER = "Pivoine58Jaune", "Chardon93Mauve", "Glycine27Orange", "Bruyere64Violet"
CHANGE = "Jonquille19Rose"
NIRS = (NIR, NIR_PREMIERE, NIR_INCONNU, NIR_CREATION, NIR_MEMBRE)
# A telephone and an address that somebody adds, verifies, removes and keeps.
MOBILE, MOBILE_E164, BOITE = "06 39 98 61 73", "+33639986173", "zephyrin.prive@courriel.example"
MOTS = {"mot de passe": MOT, "mauvais": FAUX, "nouveau": NOUVEAU, "dernier": DERNIER, "changé": CHANGE}
# The demonstration's, printed in its page.
AGENT, MOT_AGENT = "DEM0A00000000031", "Tournesol31Vert"
AGENTS = "/agents/accounts/personne/"
TUTEURS = "/agents/dossiers/tuteur/"
COORDONNEES = "/mon-compte/coordonnees/"
PAGES = "pages"
# An address of `otpauth:` opens an application on this very device: no server is asked for it.
LIEN = re.compile(r"""(?:href|action|src)="(?!otpauth:)([^"]*)\"""")


class Ecoute(threading.Thread):
    """Every command that Redis receives, for as long as it listens."""

    def __init__(self, client: redis.Redis) -> None:
        super().__init__(daemon=True)
        self.client, self.vues, self.prete = client, [], threading.Event()

    def run(self) -> None:
        # Until the server is stopped.
        with suppress(redis.ConnectionError), self.client.monitor() as moniteur:
            self.prete.set()
            for commande in moniteur.listen():
                self.vues.append(commande["command"])


@dataclass
class Promenade:
    """Who walked, and what they were given to type."""

    portail: Portail
    visiteurs: list[Visiteur] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    # What an application and a printed sheet say: nobody sends it, somebody types it.
    doubles: list[Secret] = field(default_factory=list)
    bases: list[Lieu] = field(default_factory=list)
    _ips: Iterator[int] = field(default_factory=lambda: count(10))

    def quelqu_un(self) -> Visiteur:
        """Another browser from another address."""
        self.visiteurs.append(self.portail.visiteur(f"198.51.100.{next(self._ips)}"))
        return self.visiteurs[-1]

    def code(self, nom: str, deja: int, canal: str) -> str:
        self.codes[nom] = self.portail.code_suivant(deja, canal)
        return self.codes[nom]

    def photographier(self, quand: str) -> None:
        """The database now: what is there for an instant only must not be seen either."""
        with self.portail.base() as base:
            self.bases += [Lieu(f"{vu.nom} {quand}", vu.octets, vu.binaire) for vu in lieux_de_la_base(base)]

    def secrets(self) -> list[Secret]:
        with self.portail.base() as base:
            sels = tuple(r for (r,) in base.execute("SELECT reference FROM accounts_secret").fetchall())
        return [
            *(Secret(f"NIR {n}", v) for n, v in enumerate(NIRS)),
            Secret("IBAN", IBAN),
            *(Secret("mobile", v) for v in (MOBILE, MOBILE_E164)),
            Secret("boîte", BOITE),
            *(Secret(nom, mot) for nom, mot in MOTS.items()),
            *(
                Secret(f"code {nom}", re.sub(r"[ -]", "", c), court=c.replace(" ", "").isdigit(), sels=sels)
                for nom, c in self.codes.items()
            ),
        ]


@pytest.fixture(scope="module")
def promenade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Promenade, list[Lieu]]]:
    """The whole walk, once; and every place where it may have left something."""
    dossier: Path = tmp_path_factory.mktemp("canari")
    with portail_entier(dossier) as portail:
        ecoute = Ecoute(portail.redis())
        ecoute.start()
        assert ecoute.prete.wait(10)
        planter(
            {"nir": NIR, "mot_de_passe": MOT, "nom_naissance": NOM, "numero": "9310001"},
            {"nir": NIR_PREMIERE, "nom_naissance": "Quentin", "premiere": True},
            {"nir": NIR_CREATION, "nom_naissance": NOM, "sans_compte": True, "numero": "9310002"},
            **{k: v for k, v in portail.variables.items() if k != "BROKER"},
        )
        promenade = Promenade(portail)
        for chemin in (
            connexions, par_sms, par_courriel, impasses, par_lettre, premiere, creation, securite, coordonnees,
            doubles, tuteurs, agents, franceconnect, erreurs,
        ):  # fmt: skip
            chemin(promenade)
        yield promenade, [*promenade.bases, *_lieux(promenade, ecoute)]


def connexions(p: Promenade) -> None:
    """Refused, slowed down, in; remembered; out."""
    presse = p.quelqu_un()
    statuts = [se_connecter(presse, NIR, FAUX).statut for _ in range(6)]
    assert statuts == [200] * 5 + [429]
    assert se_connecter(p.quelqu_un(), NIR_INCONNU, FAUX).statut == 200
    # The key is wrong: said at once, with what was typed.
    assert se_connecter(p.quelqu_un(), f"{NIR}00", MOT).statut == 200
    qui = p.quelqu_un()
    assert se_connecter(qui, f"2 87 04 31 555 999 {97 - int(NIR) % 97:02}", MOT, memoriser="on").vers
    assert "Camille" in qui.lire("/mon-compte/").texte
    p.photographier("pendant une session")
    assert qui.poster("/deconnexion/").statut == 302
    assert qui.lire("/mon-compte/").vers.startswith("/connexion/")
    assert "Camille Z•••" in qui.lire("/connexion/").texte
    assert qui.poster("/connexion/", {"mot_de_passe": FAUX}).statut == 200
    assert qui.poster("/connexion/", {"mot_de_passe": MOT}).vers == "/mon-compte/"
    qui.poster("/deconnexion/")
    assert qui.poster("/connexion/oublier-cet-appareil/").statut == 302


def par_sms(p: Promenade) -> None:
    """A wrong code, a new one asked for, four new passwords refused, one accepted."""
    qui = p.quelqu_un()
    adresse = s_identifier(qui, NIR, NOM)
    deja = len(p.portail.plis())
    demander_un_code(qui, adresse)
    p.photographier("un code demandé")
    premier = p.code("annulé", deja, "sms")
    p.photographier("un code parti")
    assert "pas le bon code" in saisir(qui, adresse, "000000" if premier != "000000" else "111111").texte
    assert qui.poster(f"{adresse}renvoyer/").statut == 429
    deja, qui.ip = len(p.portail.plis()), "198.51.100.9"
    assert qui.poster(f"{adresse}renvoyer/").vers.endswith("?renvoye=1")
    saisir(qui, adresse, premier)
    vue = saisir(qui, adresse, p.code("SMS", deja, "sms"))
    assert vue.vers.endswith("/nouveau/")
    for mot, confirmation in ((NOUVEAU, FAUX), (IBAN, IBAN), (NIR, NIR), ("Motdepasse1", "Motdepasse1")):
        assert choisir(qui, adresse, mot, confirmation).statut == 200
    assert choisir(qui, adresse, NOUVEAU).vers.endswith("/termine/")
    assert "enregistré" in qui.lire(f"{adresse}termine/").texte
    # Played again, after use.
    assert saisir(qui, adresse, p.codes["SMS"]).vers.endswith("/termine/")


def par_courriel(p: Promenade) -> None:
    """To the end of the code, then given up."""
    qui = p.quelqu_un()
    adresse = s_identifier(qui, NIR, NOM)
    deja = len(p.portail.plis())
    demander_un_code(qui, adresse, rang=1)
    assert saisir(qui, adresse, p.code("courriel", deja, "courriel")).vers.endswith("/nouveau/")
    assert qui.lire(f"{adresse}abandonner/").statut == 200
    assert qui.poster(f"{adresse}abandonner/").vers == "/connexion/"


def impasses(p: Promenade) -> None:
    """Nobody's number, somebody's number with an IBAN for a name, a robot, five wrong codes."""
    qui = p.quelqu_un()
    adresse = s_identifier(qui, NIR_INCONNU, IBAN)
    demander_un_code(qui, adresse)
    qui.lire(f"{adresse}code/")
    s_identifier(qui, NIR, IBAN)
    robot = qui.poster(
        "/mot-de-passe-oublie/", {"nir": NIR, "nom_naissance": IBAN, "jeton": "", "preuve": ""}
    )
    assert "robot" in robot.texte and IBAN in robot.texte, "la page rend ce qui fut tapé, et elle seule"
    for rang in range(6):
        qui.ip = f"198.51.100.{200 + rang}"
        saisir(qui, adresse, f"73951{rang}")


def par_lettre(p: Promenade) -> None:
    """A letter asked for with « Mot de passe oublié », used in another browser."""
    qui = p.quelqu_un()
    adresse = s_identifier(qui, NIR, NOM)
    deja = len(p.portail.plis())
    demander_un_code(qui, adresse, rang=2)
    assert "5 à 8 jours" in qui.lire(f"{adresse}code/").texte
    attendre(lambda: p.portail.ligne("SELECT count(*) FROM courriers_courrier WHERE canal = 'courrier'")[0])
    p.portail.demander("portal.courriers.tasks.expedier_les_lettres")
    lettre = p.code("lettre", deja, "courrier")
    chez_soi = p.quelqu_un()
    assert par_courrier(chez_soi, NIR, "AAAA-BBBB-CCCC-DDDD").statut == 200
    suite = par_courrier(chez_soi, NIR, lettre).vers.removesuffix("nouveau/")
    assert choisir(chez_soi, suite, DERNIER).vers.endswith("/termine/")
    assert par_courrier(p.quelqu_un(), NIR, lettre).statut == 200, "elle a déjà servi"


def premiere(p: Promenade) -> None:
    """The eight digits of a first login."""
    (code,) = _codes_de_premiere_connexion(p)
    p.codes["première connexion"] = code
    qui = p.quelqu_un()
    assert par_courrier(qui, NIR_PREMIERE, "0000 0000").statut == 200
    suite = par_courrier(qui, NIR_PREMIERE, code).vers.removesuffix("nouveau/")
    assert choisir(qui, suite, MOT).vers.endswith("/termine/")
    assert se_connecter(qui, NIR_PREMIERE, MOT).vers == "/mon-compte/"


def _codes_de_premiere_connexion(p: Promenade) -> list[str]:
    """Those of the letters that have left, in order."""
    textes = [pli["texte"] for canal, pli in p.portail.plis() if canal == "courrier"]
    return [lu[0] for texte in textes if (lu := re.search(r"\b\d{4} \d{4}\b", texte))]


def creation(p: Promenade) -> None:
    """Who is attached, who is not, and an IBAN where a name goes."""
    qui = p.quelqu_un()
    saisie = {
        "possede_nir": "oui", "nir": NIR_CREATION, "civilite": "madame", "nom_naissance": NOM,
        "prenoms": "Camille", "date_naissance": "14/03/1992", "lieu": "france", "commune": "Toulouse",
        "reside": "oui", "code_postal": "31000", "jeton": jeton(age=10), "preuve": "",
    }  # fmt: skip
    for refusee in ({"nir": f"{NIR_CREATION}00"}, {"commune": IBAN, "code_postal": IBAN}):
        assert qui.poster("/creer-mon-compte/", {**saisie, **refusee}).statut == 200
    vue = p.quelqu_un().poster("/creer-mon-compte/", {**saisie, "nir": NIR_INCONNU, "nom_naissance": IBAN})
    assert vue.vers.endswith("/canal/")
    adresse = qui.poster("/creer-mon-compte/", {**saisie, "jeton": jeton(age=10)}).vers.removesuffix("canal/")
    deja = len(p.portail.plis())
    demander_un_code(qui, adresse)
    assert saisir(qui, adresse, p.code("création", deja, "sms")).vers.endswith("/nouveau/")
    assert choisir(qui, adresse, MOT).vers.endswith("/termine/")
    assert qui.lire(f"{adresse}termine/").statut == 200


def securite(p: Promenade) -> None:
    """The present password asked for, refused, then changed; another session closed."""
    qui, ailleurs = p.quelqu_un(), p.quelqu_un()
    for chacun in (qui, ailleurs):
        assert se_connecter(chacun, NIR_CREATION, MOT).vers == "/mon-compte/"
    changer = "/mon-compte/securite/mot-de-passe/"
    for actuel, mot in ((FAUX, CHANGE), (MOT, NIR_CREATION), (MOT, IBAN)):
        saisie = {"actuel": actuel, "mot_de_passe": mot, "confirmation": mot}
        assert remplir(qui, changer, **saisie).statut == 200
    assert remplir(qui, changer, actuel=MOT, mot_de_passe=CHANGE, confirmation=CHANGE).statut == 302
    assert ailleurs.lire("/mon-compte/").vers.startswith("/connexion/")
    assert qui.lire("/mon-compte/securite/").statut == 200


def doubles(p: Promenade) -> None:
    """An application linked, a sheet printed, and both shown at the door: refused, accepted, used again."""
    qui, securite = p.quelqu_un(), "/mon-compte/securite/"
    se_connecter(qui, NIR_CREATION, CHANGE)
    preuve = qui.lire(f"{securite}application/").vers
    deja = len(p.portail.plis())
    code = remplir(qui, preuve, actuel=CHANGE).vers
    assert remplir(qui, code, code=p.code("preuve", deja, "sms")).vers == f"{securite}application/"
    page = qui.lire(remplir(qui, f"{securite}application/").vers).texte
    cle = re.search(r'class="cle"[^>]*>([A-Z2-7 ]+)<', page)
    reference = re.search(r'name="reference"\s+value="(\w+)"', page)
    assert cle and reference
    secret = base64.b32decode(cle[1].replace(" ", ""))
    p.doubles += [Secret("clé partagée", cle[1]), Secret("clé partagée, octets", secret.hex())]
    p.photographier("une application en chemin")
    # Of now and of the next step: each is right for half a minute at least, however slow the machine.
    pas = totp.pas_de(time.time())
    un, deux = (totp.code(secret, pas + ecart) for ecart in (0, 1))
    relier = f"{securite}application/relier/"
    assert remplir(qui, relier, reference=reference[1], code=un).vers.endswith("?double=ajoutee")
    feuille = re.findall(r"<code>([0-9A-Z-]{14})</code>", remplir(qui, f"{securite}codes-de-secours/").texte)
    assert len(feuille) == 10
    with p.portail.base() as base:
        sels = tuple(r for (r,) in base.execute("SELECT reference FROM accounts_codesecours").fetchall())
    p.doubles += [Secret(f"code d’application {n}", c, court=True) for n, c in enumerate((un, deux))]
    p.doubles += [
        Secret(f"code de secours {n}", c.replace("-", ""), sels=sels) for n, c in enumerate(feuille)
    ]
    porte, autre = "/connexion/verification/", p.quelqu_un()
    assert se_connecter(autre, NIR_CREATION, CHANGE).vers == porte
    p.photographier("à la seconde porte")
    assert autre.poster(porte, {"moyen": "application", "code": un}).statut == 200, "il a déjà servi"
    assert autre.poster(porte, {"moyen": "application", "code": deux}).vers == "/mon-compte/"
    encore = p.quelqu_un()
    se_connecter(encore, NIR_CREATION, CHANGE)
    assert encore.poster(porte, {"moyen": "secours", "code": feuille[0]}).vers == "/mon-compte/"
    assert encore.lire(securite).statut == 200


def coordonnees(p: Promenade) -> None:
    """A telephone and an address: mistyped, added by their codes, removed, one of them kept; then all is undone."""
    qui = p.quelqu_un()
    assert se_connecter(qui, NIR_CREATION, CHANGE).vers == "/mon-compte/"
    deja = len(p.portail.plis())
    suite = remplir(qui, f"/mon-compte/securite/preuve/?suite={COORDONNEES}", actuel=CHANGE).vers
    assert remplir(qui, suite, code=p.code("preuve des coordonnées", deja, "sms")).vers == COORDONNEES
    for page, faux, valeur, canal in (("mobile", IBAN, MOBILE, "sms"), ("courriel", NIR, BOITE, "courriel")):
        # By the address of a neighbour: the second code is asked for within the minute.
        qui.ip = f"198.51.100.{100 + len(canal)}"
        assert remplir(qui, f"{COORDONNEES}{page}/", valeur=faux).statut == 200
        deja = len(p.portail.plis())
        suite = remplir(qui, f"{COORDONNEES}{page}/", valeur=valeur).vers
        assert suite.endswith("/code/")
        p.photographier(f"un code vers un {page}")
        assert "pas le bon code" in remplir(qui, suite, code="000000").texte
        assert remplir(qui, suite, code=p.code(f"ajout {page}", deja, canal)).vers.endswith("?ajoutee=1")
    assert "déjà la vôtre" in remplir(qui, f"{COORDONNEES}mobile/", valeur=MOBILE).texte
    p.photographier("des coordonnées ajoutées")
    points = re.findall(rf"{COORDONNEES}([0-9A-Z]{{16}})/retirer/", qui.lire(COORDONNEES).texte)
    assert len(points) == 3
    for point in points[:2]:
        assert remplir(qui, f"{COORDONNEES}{point}/retirer/").vers.endswith("?retiree=1")
    assert remplir(qui, f"{COORDONNEES}{points[0]}/garder/").vers.endswith("?gardee=1")
    assert qui.lire("/mon-compte/securite/").statut == 200


def agents(p: Promenade) -> None:
    """A number looked for by an agent: somebody's of this Caf, somebody's of none, and what is no number."""
    qui = p.quelqu_un()
    assert remplir(qui, "/agents/login/", username=NIR, password=FAUX).statut == 200
    assert remplir(qui, "/agents/login/", username=AGENT, password=MOT_AGENT).vers == "/agents/"
    for cherche in (NIR_INCONNU, NIR_PREMIERE, IBAN, f"{NIR}00"):
        assert remplir(qui, f"{AGENTS}chercher/", nir=cherche).statut == 200, "personne de cette Caf"
    fiche = remplir(qui, f"{AGENTS}chercher/", nir=NIR).vers
    assert re.fullmatch(rf"{AGENTS}[0-9A-Z]{{16}}/change/", fiche)
    assert NOM in qui.lire(fiche).texte
    for page in (AGENTS, "/agents/dossiers/dossier/"):
        assert qui.lire(page).statut == 200
        qui.lire(f"{page}?q={NIR}")
    _doubles_des_agents(p, qui)


def _doubles_des_agents(p: Promenade, qui: Visiteur) -> None:
    """The same for an agent, from their own page and at their own door."""
    sienne, porte = "/agents/double-verification/", "/agents/verification/"
    preuve = qui.lire(f"{sienne}application/").vers
    assert remplir(qui, preuve, actuel=FAUX).statut == 200
    assert remplir(qui, preuve, actuel=MOT_AGENT).vers == f"{sienne}application/"
    page = qui.lire(remplir(qui, f"{sienne}application/", preparer="oui").vers).texte
    cle = re.search(r'<code translate="no">([A-Z2-7 ]+)<', page)
    reference = re.search(r'name="reference"\s+value="(\w+)"', page)
    assert cle and reference
    secret = base64.b32decode(cle[1].replace(" ", ""))
    p.photographier("l’application d’un agent en chemin")
    pas = totp.pas_de(time.time())
    un, deux = (totp.code(secret, pas + ecart) for ecart in (0, 1))
    reliee = remplir(qui, f"{sienne}application/", reference=reference[1], code=un)
    assert reliee.vers == f"{sienne}codes/"
    feuille = re.findall(r"<code>([0-9A-Z-]{14})</code>", remplir(qui, f"{sienne}codes/").texte)
    assert len(feuille) == 10
    with p.portail.base() as base:
        sels = tuple(r for (r,) in base.execute("SELECT reference FROM accounts_codesecours").fetchall())
    p.doubles += [
        *(Secret(f"code d’application d’un agent {n}", c, court=True) for n, c in enumerate((un, deux))),
        Secret("clé partagée d’un agent", cle[1]),
        Secret("clé partagée d’un agent, octets", secret.hex()),
        Secret("code de secours d’un agent", feuille[0].replace("-", ""), sels=sels),
    ]
    autre = p.quelqu_un()
    assert remplir(autre, "/agents/login/", username=AGENT, password=MOT_AGENT).vers == porte
    p.photographier("à la seconde porte des agents")
    assert remplir(autre, porte, moyen="application", code=un).statut == 200, "il a déjà servi"
    assert remplir(autre, porte, moyen="application", code=deux).vers == "/agents/"
    encore = p.quelqu_un()
    remplir(encore, "/agents/login/", username=AGENT, password=MOT_AGENT)
    assert remplir(encore, porte, moyen="secours", code=feuille[0]).vers == "/agents/"


def franceconnect(p: Promenade) -> None:
    """An identity that goes with no number that is typed; what the browser carried is in no log either."""
    qui, ici = p.quelqu_un(), f"http://127.0.0.1:{p.portail.web.port}"
    chez = qui.poster("/franceconnect/aller/").vers.removeprefix(ici)
    assert chez.startswith("/demo/identite/authorize?")
    retour = qui.poster(chez, {"personne": "inconnue"}).vers.removeprefix(ici)
    page = qui.lire(retour).vers
    assert page.endswith("/relier/")
    for nir in (NIR, NIR_INCONNU, f"{NIR}00", IBAN):
        assert qui.poster(page, {"nir": nir}).statut == 200
    p.photographier("une identité à relier")
    journal = p.portail.web.journal.read_text()
    dits = {**parse_qs(urlsplit(chez).query), **parse_qs(urlsplit(retour).query)}
    for nom in ("nonce", "state", "code"):
        assert dits[nom][0] not in journal, nom
    assert "code=[jeton]" in journal and "eyJ" not in journal


def tuteurs(p: Promenade) -> None:
    """Members of a body, known and not; then what one of them types to look for somebody."""
    agent, qui = p.quelqu_un(), p.quelqu_un()
    assert remplir(agent, "/agents/login/", username=AGENT, password=MOT_AGENT).vers == "/agents/"
    for cherche in (NIR, IBAN):
        assert remplir(agent, f"{TUTEURS}chercher/", nom=cherche).statut == 200
    membres = remplir(agent, f"{TUTEURS}add/", nom="Udaf du canari", caf="31").vers.replace(
        "change/", "membres/"
    )
    eux = {"nom_naissance": NOM, "prenoms": "Camille", "date_naissance": "1992-03-14", "du": "2026-01-01"}
    assert remplir(agent, membres, nir=NIR_MEMBRE, **{**eux, "prenoms": IBAN}).statut == 200, "sans adresse"
    assert remplir(agent, membres, nir=f"{NIR}00", **eux).statut == 200
    adresse = "Camille Roche\n3 rue des Lilas\n31000 TOULOUSE"
    assert remplir(agent, membres, nir=NIR_MEMBRE, adresse=adresse, **eux).statut == 302
    assert remplir(agent, membres, nir=NIR, **eux).statut == 302
    lettres = "SELECT count(*) FROM courriers_courrier WHERE modele = 'activation'"
    attendre(lambda: p.portail.ligne(lettres)[0] == 2, quoi="de la lettre du membre")
    p.portail.demander("portal.courriers.tasks.expedier_les_lettres")
    attendre(lambda: len(_codes_de_premiere_connexion(p)) == 2, quoi="de son départ")
    p.codes["membre"] = _codes_de_premiere_connexion(p)[1]
    assert se_connecter(qui, NIR, DERNIER).vers == "/mon-compte/"
    assert "Udaf du canari" in qui.lire("/mon-compte/tuteur/").texte
    jeton_csrf = json.loads(qui.lire("/session/").texte)["jeton"]
    for cherche in (NIR, IBAN, NIR_MEMBRE):
        saisie = {"terme": cherche, "csrfmiddlewaretoken": jeton_csrf}
        assert "Aucun de vos mandats" in qui.poster("/mon-compte/tuteur/", saisie).texte


def erreurs(p: Promenade) -> None:
    """What people paste where they should not: a search box, an address; and every page that says no."""
    qui, codes = p.quelqu_un(), list(p.codes.values())
    se_connecter(qui, NIR, DERNIER)
    for valeur in (NIR, IBAN, *codes):
        dit = quote(valeur)
        assert qui.lire(f"/recherche/?q={dit}").statut == 200
        for chemin in ("/nulle-part/", "/connexion/", "/mon-compte/", "/agents/", "/session/", "/aide/"):
            qui.lire(f"{chemin}?q={dit}&next=/aide/%3Fq%3D{dit}")
        qui.lire(f"/{dit}/")
        assert qui.lire(f"/mot-de-passe-oublie/{dit}/code/").statut == 404
        assert (
            qui.poster(f"/connexion/?q={dit}", {"nir": valeur}, Origin="https://ailleurs.example").statut
            == 403
        )
        assert qui.poster(f"/aide/?q={dit}", {"nir": valeur}).statut == 405
        charset = "application/x-www-form-urlencoded; charset=latin-1"
        assert qui.poster(f"/connexion/?q={dit}", {"nir": valeur}, **{"Content-Type": charset}).statut == 400
        qui.lire(f"/?q={dit}", Host="ailleurs.example", Referer=f"http://127.0.0.1/?q={dit}")
        chiffres = re.sub(r"[^0-9]", "", valeur)
        qui.lire("/", **{"X-Request-ID": chiffres, "User-Agent": f"Mozilla {valeur}"})
    _une_vraie_panne(p)


def _une_vraie_panne(p: Promenade) -> None:
    """A table is missing: an error 500 with its traceback, while a number and a password are being looked at."""
    with p.portail.base() as base:
        for table, geste in (
            ("accounts_empreintenir", lambda q: se_connecter(q, NIR, DERNIER)),
            (
                "journal_evenement",
                lambda q: q.poster(f"/connexion/?q={NIR}", {"nir": NIR, "mot_de_passe": FAUX}),
            ),
            ("accounts_secret", lambda q: par_courrier(q, NIR, p.codes["lettre"])),
            ("accounts_verification", lambda q: q.lire(f"/mot-de-passe-oublie/{'0' * 16}/code/?q={NIR}")),
        ):
            qui = p.quelqu_un()
            qui.cookies["navigateur"] = "un-jeton"
            base.execute(f"ALTER TABLE {table} RENAME TO ailleurs")
            try:
                assert geste(qui).statut == 500, table
            finally:
                base.execute(f"ALTER TABLE ailleurs RENAME TO {table}")


def _lieux(p: Promenade, ecoute: Ecoute) -> list[Lieu]:
    """Where everything is at the end, and all that was said on the way."""
    attendre(
        lambda: (
            not p.portail.ligne("SELECT count(*) FROM courriers_courrier WHERE secret AND fini_le IS NULL")[0]
        ),
        quoi="de la fin des messages",
    )
    with p.portail.base() as base:
        lieux = [*lieux_de_la_base(base), *lieux_de_redis(p.portail.redis())]
    lieux.append(lieu("Redis, commandes reçues", list(ecoute.vues)))
    journaux = {
        "web": p.portail.web.journal, "ouvrier": p.portail.ouvrier.journal, "beat": p.portail.beat.journal,
        "PostgreSQL": p.portail.postgres.journal,
    }  # fmt: skip
    lieux += [Lieu(f"journal de {nom}", chemin.read_bytes()) for nom, chemin in journaux.items()]
    return [*lieux, *_dits(p)]


def _dits(p: Promenade) -> list[Lieu]:
    """Addresses and headers given; but where the address that was asked for held the value itself."""
    donnees, entetes, pages = [], [], []
    innocents = [quote(v) for v in (NIR, IBAN, *p.codes.values())]
    for qui in p.visiteurs:
        for demande, vue in qui.vues:
            if not any(i in demande for i in innocents):
                donnees += [demande, vue.vers, *LIEN.findall(vue.texte)]
                entetes += [f"{k}: {v}" for k, v in vue.entetes.items()]
            pages.append(vue.texte)
    return [lieu("adresses", donnees), lieu("en-têtes et cookies", entetes), lieu(PAGES, pages)]


def test_rien_n_est_reste_nulle_part(promenade) -> None:
    """R-13, R-16, R-31, C7 : ni en clair, ni dans une autre écriture, ni en condensé sans clé."""
    p, lieux = promenade
    assert len(p.codes) == 11 and len(p.secrets()) == 25 and len(p.doubles) == 19
    assert chercher([*p.secrets(), *p.doubles], [vu for vu in lieux if vu.nom != PAGES]) == []


def test_aucune_page_ne_rend_un_mot_de_passe_ni_un_code_envoye(promenade) -> None:
    """What was typed comes back in its own form, a number or a name; a password never does."""
    _, lieux = promenade
    assert chercher([Secret(n, m) for n, m in MOTS.items()], [vu for vu in lieux if vu.nom == PAGES]) == []


def test_les_lieux_ne_sont_pas_vides(promenade) -> None:
    """A place that could not be read would be clean."""
    _, lieux = promenade
    noms = " ".join(vu.nom for vu in lieux)
    for attendu in (
        "accounts_secret.empreinte (octets)", "accounts_session.session_data (ouvert)", "journal_evenement",
        "accounts_personne.nir_scelle", "accounts_session.session_data pendant une session", "_kombu",
        "courriers_courrier.contenu_scelle un code parti",
    ):  # fmt: skip
        assert attendu in noms, attendu
    par_nom = {vu.nom: vu.octets for vu in lieux}
    assert b"_auth_user_id" in par_nom["accounts_session.session_data (ouvert) pendant une session"]
    assert b"emettre_le_secret" in par_nom["Redis, commandes reçues"]
    assert b"accounts.tasks.emettre_le_secret" in par_nom["journal de ouvrier"]
    assert b"Traceback" in par_nom["journal de web"] and b"/connexion/" in par_nom["journal de web"]
    assert b"ERROR" in par_nom["journal de PostgreSQL"]
    assert b"[nir]" in par_nom["journal de web"], "le masque a eu à faire"


def test_le_code_n_est_que_scelle_et_quitte_le_courrier_a_la_fin(promenade) -> None:
    """R-13 : avec les clés, seul le message qui l'a porté le dit encore, dans une démonstration."""
    p, _ = promenade
    with p.portail.base() as base:
        courriers = base.execute(
            "SELECT reference, contenu_scelle, secret, etat FROM courriers_courrier ORDER BY id"
        ).fetchall()
    portes, ouverts = [c for c in courriers if c[2]], []
    assert len(portes) == len(p.codes) and {c[3] for c in portes} == {"envoye"}
    assert all(c[1] is None for c in portes)
    for reference, scelle, _, _ in (c for c in courriers if c[1] is not None):
        contexte = Courrier(reference=reference).contexte_contenu()
        ouverts.append(de_json(ouvrir_donnee(bytes(scelle), contexte)).texte)
    assert ouverts, "les avis restent, sans code"
    codes = [s for s in p.secrets() if s.nom.startswith("code")]
    assert chercher(codes, [lieu("courriers ouverts", ouverts)]) == []
    dits = lieu("envois simulés ouverts", [pli["texte"] for _, pli in p.portail.plis()])
    for code in codes:
        assert chercher([code], [dits]), f"{code.nom} : le message qui l’a porté, ouvert, le dit"


# ------------------------------------------------------------------ a detector that can't find proves nothing
SECRETS = (
    Secret("NIR", NIR), Secret("IBAN", IBAN), Secret("mot de passe", MOT), Secret("code", "482913", court=True),
    Secret("code de courrier", "48217305", court=True, sels=("REFERENCE0000000",)),
)  # fmt: skip
FACONS = {
    "clair": lambda v: v.encode(),
    "dans une phrase": lambda v: f"essai de {v}, refusé".encode(),
    "sans espace": lambda v: v.replace(" ", "").encode(),
    "hexadécimal": lambda v: v.encode().hex().upper().encode(),
    "base 64": lambda v: base64.b64encode(v.encode()),
    "base 64 au milieu": lambda v: base64.b64encode(b'{"n": "' + v.encode() + b'"}'),
    "URL": lambda v: quote(v).encode(),
    "sha256": lambda v: hashlib.sha256(v.replace(" ", "").encode()).hexdigest().encode(),
    "sha1": lambda v: hashlib.sha1(v.replace(" ", "").encode()).hexdigest().encode(),
    "md5 en base 64": lambda v: base64.b64encode(hashlib.md5(v.replace(" ", "").encode()).digest()),
}


@pytest.mark.parametrize("facon", FACONS)
@pytest.mark.parametrize("secret", SECRETS, ids=lambda s: s.nom)
def test_le_detecteur_trouve_chaque_ecriture(secret: Secret, facon: str) -> None:
    plante = Lieu("ici", b"avant\n" + FACONS[facon](secret.valeur) + b"\napr\xc3\xa8s")
    assert chercher([secret], [plante]) and not chercher([secret], [Lieu("l\u00e0", b"rien")])


@pytest.mark.parametrize(
    "ecrit",
    ["2 87 04 31 555 999", "2.87.04.31.555.999", "2%2087%2004%2031%20555%20999", "287\u00a0043\u00a01555999"],
)
def test_le_detecteur_trouve_un_nir_groupe(ecrit: str) -> None:
    assert chercher([Secret("NIR", NIR)], [lieu("ici", ecrit)])


def test_le_detecteur_trouve_un_condense_sale_par_la_reference() -> None:
    octets = hashlib.sha256(b"REFERENCE0000000\x0048217305").digest()
    assert chercher([SECRETS[-1]], [Lieu("colonne (octets)", octets)])


# How what is written around a code may be written too: a task's message travels in base 64.
AUTREMENT = {
    "clair": lambda t: t,
    "base 64": base64.b64encode,
    "base 64 d’URL": base64.urlsafe_b64encode,
    "hexadécimal": lambda t: t.hex().encode(),
    "UTF-16": lambda t: t.decode().encode("utf-16-le"),
}
# An instant, an identifier, a number of a service: six digits by chance.
PAR_HASARD = (
    '{"eta": "2026-11-26 10:00:00.482913+00"}', "2026-11-26T10:00:00,482913", "14829130", "0.482913", "a482913f",
    "8b482913-4829-4130-9482-913a48291355", '{"pid": 9, "timestamp": 1764203612.482913, "type": "worker-heartbeat"}',
)  # fmt: skip


@pytest.mark.parametrize("decalage", range(3))
@pytest.mark.parametrize("autrement", AUTREMENT)
def test_le_detecteur_ne_prend_pas_des_chiffres_de_hasard_pour_un_code(autrement: str, decalage: int) -> None:
    """Nor does it miss the one that stands between them."""
    for faux in PAR_HASARD:
        clair = b"-" * decalage + faux.encode()
        assert chercher([SECRETS[3]], [Lieu("ici", AUTREMENT[autrement](clair))]) == [], faux
        vrai = clair + b' "code": "482913", ' + faux.encode()
        assert chercher([SECRETS[3]], [Lieu("ici", AUTREMENT[autrement](vrai))]), faux


def test_le_detecteur_trouve_dans_chaque_colonne_chaque_type_de_redis_et_chaque_session(promenade) -> None:
    """On the very servers of the walk, read by the very functions."""
    portail = promenade[0].portail
    for secret in SECRETS:
        assert {"essai.texte", "essai.donnees", "essai.octets (octets)"} <= _trouves_en_base(portail, secret)
        assert "accounts_session.session_data (ouvert)" in _trouves_en_base(portail, secret)
        assert len(_trouves_dans_redis(portail.redis(), secret)) == 7


def _trouves_en_base(portail: Portail, secret: Secret) -> set[str]:
    session = SessionStore().encode({"saisi": secret.valeur, "rien": "a" * 200})
    with portail.base() as base:
        base.execute("CREATE TABLE essai (texte text, donnees jsonb, octets bytea)")
        base.execute(
            "INSERT INTO essai VALUES (%s, jsonb_build_object('n', %s::text), %s)",
            [secret.valeur, secret.valeur, b"\x00\xff" + secret.valeur.encode() + b"\x00"],
        )
        base.execute(
            "INSERT INTO accounts_session (session_key, session_data, expire_date, cree_le, vue_le, navigateur)"
            " VALUES ('essai', %s, now(), now(), now(), '')",
            [session],
        )
        try:
            return {ligne.rpartition(" dans ")[2] for ligne in chercher([secret], lieux_de_la_base(base))}
        finally:
            base.execute("DROP TABLE essai")
            base.execute("DELETE FROM accounts_session WHERE session_key = 'essai'")


def _trouves_dans_redis(client: redis.Redis, secret: Secret) -> set[str]:
    valeur, cles = secret.valeur, [f"essai-{n}" for n in range(6)]
    client.set("essai-0", zlib.compress(b"a" * 50 + b" " + valeur.encode() + b" "))
    client.rpush("essai-1", "autre", valeur)
    client.sadd("essai-2", valeur)
    client.zadd("essai-3", {valeur: 1})
    client.hset("essai-4", mapping={"champ": valeur})
    client.xadd("essai-5", {"champ": valeur})
    client.set(f"essai-6 {valeur}", "1")
    try:
        trouves = chercher([secret], lieux_de_redis(client))
        return {ligne.rpartition(" dans ")[2] for ligne in trouves}
    finally:
        client.delete(*cles, f"essai-6 {valeur}")
