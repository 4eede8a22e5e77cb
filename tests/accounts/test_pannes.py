"""What somebody who logs in, or asks for a code, sees when a server or a process stops. All are stopped for real."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.accounts.fournisseur_identite import Fournisseur
from tests.accounts.parcours_reels import (
    choisir,
    demander_un_code,
    s_identifier,
    saisir,
    se_connecter,
)
from tests.accounts.planter import planter
from tests.courriers.relais import Relais
from tests.outils.portail import Portail, portail_entier
from tests.outils.serveurs import attendre
from tests.outils.visiteur import Visiteur

pytestmark = pytest.mark.lent

MOT, FAUX = "Pivoine58Jaune", "Chardon93Mauve"
NOM = "Roche"
# Two timeouts of one second on Redis, one hash, and a machine that does something else besides.
VITE = 10.0


@dataclass
class Scene:
    """A portal, its relay, and people to play with."""

    portail: Portail
    relais: Relais
    chez: Fournisseur
    mortel: Path
    nirs: Iterator[str]
    ips: Iterator[int]

    def quelqu_un(self) -> Visiteur:
        return self.portail.visiteur(f"192.0.2.{next(self.ips)}")

    def secret(self, adresse: str) -> dict[str, object]:
        """What became of the last code of a recovery."""
        noms = ("essais", "emis", "annule", "utilise")
        valeurs = self.portail.ligne(
            "SELECT s.essais, s.emis_le IS NOT NULL, s.annule_le IS NOT NULL, s.utilise_le IS NOT NULL"
            " FROM accounts_secret s JOIN accounts_verification r ON r.id = s.verification_id"
            " WHERE r.reference = %s ORDER BY s.id DESC LIMIT 1",
            adresse.split("/")[2],
        )
        return dict(zip(noms, valeurs, strict=True))

    def etats(self, depuis: int, canal: str) -> list[str]:
        """Of the messages on this channel that came after `depuis`."""
        with self.portail.base() as base:
            return [
                etat
                for (etat,) in base.execute(
                    "SELECT etat FROM courriers_courrier WHERE id > %s AND canal = %s AND secret ORDER BY id",
                    [depuis, canal],
                ).fetchall()
            ]

    def dernier_courrier(self) -> int:
        return int(self.portail.ligne("SELECT coalesce(max(id), 0) FROM courriers_courrier")[0])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    dossier = tmp_path_factory.mktemp("pannes")
    # Each test has somebody of its own: nobody waits for the limits of another.
    nirs = [f"1{60 + n}0413000042" for n in range(12)]
    with Relais() as relais, Fournisseur(client="portail-de-demonstration") as chez:
        mortel = dossier / "mortel"
        variables = {
            "DJANGO_SETTINGS_MODULE": "tests.accounts.reglages_pannes",
            "ESSAI_SMTP": str(relais.port), "ESSAI_MORTEL": str(mortel), "ESSAI_FRANCECONNECT": chez.emetteur,
        }  # fmt: skip
        with portail_entier(dossier, **variables) as portail:
            adresses = {k: v for k, v in portail.variables.items() if k != "BROKER"}
            planter(*({"nir": n, "mot_de_passe": MOT, "nom_naissance": NOM} for n in nirs), **adresses)
            yield Scene(portail, relais, chez, mortel, iter(nirs), count(10))


@pytest.fixture
def nir(scene: Scene) -> Iterator[str]:
    """Somebody new; whatever happens to this test, the next one has a worker."""
    yield next(scene.nirs)
    scene.mortel.unlink(missing_ok=True)
    if not scene.portail.ouvrier.vit():
        scene.portail.ouvrier.lancer()


def vite(geste: Callable[[], object], visiteur: Visiteur) -> None:
    geste()
    demande, vue = visiteur.vues[-1]
    assert vue.duree < VITE, f"{demande} : {vue.duree:.1f} s"


def test_sans_redis_on_entre_on_est_freine_et_le_code_part(scene: Scene, nir: str) -> None:
    """Login, limits and codes do without Redis: PostgreSQL counts, and what was asked leaves at its return."""
    portail, qui, voleur = scene.portail, scene.quelqu_un(), scene.quelqu_un()
    portail.valkey.arreter()
    deja, depuis = len(portail.plis()), scene.dernier_courrier()
    try:
        vite(lambda: se_connecter(qui, nir, MOT), qui)
        assert qui.vues[-1][1].vers == "/mon-compte/"
        vite(lambda: qui.lire("/mon-compte/"), qui)
        assert qui.vues[-1][1].statut == 200
        statuts = [se_connecter(voleur, nir, FAUX).statut for _ in range(6)]
        assert statuts == [200] * 5 + [429]
        assert portail.ligne("SELECT count(*) FROM limites_compteur")[0] > 0
        demandeur = scene.quelqu_un()
        adresse = s_identifier(demandeur, nir, NOM)
        vite(lambda: demander_un_code(demandeur, adresse), demandeur)
        assert demandeur.lire(f"{adresse}code/").statut == 200
        assert scene.secret(adresse)["emis"] is False, (
            "le courtier n’est pas là : rien n’est perdu, rien n’est parti"
        )
    finally:
        portail.valkey.demarrer()
    # Beat and the worker were waiting for it; nobody asks again.
    code = portail.code_suivant(deja, "sms", delai=60)
    assert saisir(demandeur, adresse, code).vers.endswith("/nouveau/")
    attendre(lambda: scene.etats(depuis, "sms") == ["envoye"], quoi="de la fin de l’envoi")


def test_sans_redis_franceconnect_relie_et_ouvre(scene: Scene, nir: str) -> None:
    """MC-11 : l'aller, le retour et le lien sont dans PostgreSQL."""
    qui, pivot = scene.quelqu_un(), {"gender": "male", "birthplace": "13000", "sub": f"sub-{nir}"}

    def revenir() -> str:
        aller = qui.poster("/franceconnect/aller/").vers
        return qui.lire(scene.chez.accorder(aller, **pivot)).vers

    scene.portail.valkey.arreter()
    try:
        page = revenir()
        assert page.endswith("/relier/")
        vite(lambda: qui.poster(page, {"nir": nir}), qui)
        assert qui.vues[-1][1].vers == "/mon-compte/"
        assert qui.poster("/deconnexion/").vers.startswith(f"{scene.chez.emetteur}/session/end?")
        assert revenir() == "/mon-compte/"
    finally:
        scene.portail.valkey.demarrer()


def test_un_redis_qui_se_tait_ne_retient_pas_une_connexion(scene: Scene, nir: str) -> None:
    """Worse than stopped: it takes the connection and says nothing."""
    enfant = scene.portail.valkey.enfant
    assert enfant
    qui = scene.quelqu_un()
    os.kill(enfant.pid, signal.SIGSTOP)
    try:
        assert se_connecter(qui, nir, MOT).vers == "/mon-compte/"
        assert qui.vues[-1][1].duree < VITE
    finally:
        os.kill(enfant.pid, signal.SIGCONT)


def test_le_relais_arrete_le_courriel_attend_et_part_a_son_retour(scene: Scene, nir: str) -> None:
    """The person reads the same page, just as fast."""
    depuis, recus = scene.dernier_courrier(), len(scene.relais.recus)
    scene.relais.arreter()
    qui = scene.quelqu_un()
    try:
        adresse = s_identifier(qui, nir, NOM)
        demander_un_code(qui, adresse, rang=1)
        attendre(lambda: _essais(scene, depuis) >= 2, 30, quoi="de deux essais")
        assert scene.etats(depuis, "courriel")[0] in {"a_envoyer", "en_cours"}
        assert se_connecter(scene.quelqu_un(), nir, MOT).vers == "/mon-compte/"
        vite(lambda: qui.lire("/connexion/"), qui)
    finally:
        scene.relais.demarrer()
    attendre(lambda: scene.etats(depuis, "courriel") == ["envoye"], 40, quoi="du courriel")
    codes = _codes_recus(scene, recus)
    assert len(codes) == 1, "une seule fois"
    assert saisir(qui, adresse, codes[0]).vers.endswith("/nouveau/")


def _codes_recus(scene: Scene, deja: int) -> list[str]:
    """By e-mail since then; a notice that another scene has left may come meanwhile."""
    textes = [m.get_body(("plain",)).get_content() for m in scene.relais.recus[deja:]]
    return [code for texte in textes for code in re.findall(r"(?<!\S)\d{6}(?=[.\s])", texte)]


def _essais(scene: Scene, depuis: int) -> int:
    return int(
        scene.portail.ligne("SELECT coalesce(max(essais), 0) FROM courriers_courrier WHERE id > %s", depuis)[
            0
        ]
    )


def test_un_code_qui_n_a_pas_pu_partir_a_temps_est_perime_et_dit(scene: Scene, nir: str) -> None:
    """Ten minutes pass while the relay is stopped (its end is brought nearer): nothing leaves, nothing stays of it."""
    depuis, recus = scene.dernier_courrier(), len(scene.relais.recus)
    scene.relais.arreter()
    qui = scene.quelqu_un()
    try:
        adresse = s_identifier(qui, nir, NOM)
        demander_un_code(qui, adresse, rang=1)
        attendre(lambda: _essais(scene, depuis) >= 1, 30)
        with scene.portail.base() as base:
            base.execute("UPDATE courriers_courrier SET perime_le = now() WHERE id > %s", [depuis])
            base.execute(
                "UPDATE accounts_secret SET cree_le = now() - interval '10 minutes', perime_le = now()"
                " WHERE verification_id = (SELECT id FROM accounts_verification WHERE reference = %s)",
                [adresse.split("/")[2]],
            )
        attendre(lambda: scene.etats(depuis, "courriel") == ["perime"], 30)
    finally:
        scene.relais.demarrer()
    assert "plus de 10 minutes" in saisir(qui, adresse, "123456").texte
    assert scene.portail.ligne("SELECT contenu_scelle FROM courriers_courrier WHERE id > %s", depuis) == (
        None,
    )
    assert _codes_recus(scene, recus) == []


def test_l_ouvrier_tue_avant_l_emission_le_code_part_plus_tard_une_seule_fois(scene: Scene, nir: str) -> None:
    portail, qui = scene.portail, scene.quelqu_un()
    deja, depuis = len(portail.plis()), scene.dernier_courrier()
    portail.ouvrier.tuer()
    try:
        adresse = s_identifier(qui, nir, NOM)
        vite(lambda: demander_un_code(qui, adresse), qui)
        assert scene.secret(adresse)["emis"] is False
    finally:
        portail.ouvrier.lancer()
    code = portail.code_suivant(deja, "sms", delai=60)
    # The task of the request and those of beat all come: the one that is too many finds nothing to do.
    attendre(lambda: portail.redis().llen("portail") == 0, 30)
    attendre(lambda: scene.etats(depuis, "sms") == ["envoye"], quoi="de la fin de l’envoi")
    assert _combien_de_fois(portail, code) == 1
    assert saisir(qui, adresse, code).vers.endswith("/nouveau/")
    assert choisir(qui, adresse, "Glycine27Orange").vers.endswith("/termine/")


def test_l_ouvrier_tue_pendant_l_envoi_rien_n_est_envoye_deux_fois_et_renvoyer_sert(
    scene: Scene, nir: str
) -> None:
    """« Incertain »: it has perhaps left; the person asks for another, and that one opens."""
    portail, qui = scene.portail, scene.quelqu_un()
    deja, depuis = len(portail.plis()), scene.dernier_courrier()
    scene.mortel.touch()
    adresse = s_identifier(qui, nir, NOM)
    demander_un_code(qui, adresse)
    assert portail.ouvrier.attendre_sa_mort() == -signal.SIGKILL
    assert scene.etats(depuis, "sms") == ["en_cours"]
    premier = portail.code_suivant(deja, "sms")
    portail.ouvrier.lancer()
    attendre(lambda: scene.etats(depuis, "sms") == ["incertain"], 60, quoi="de l’incertitude")
    # Its task, never acknowledged, comes back to the new worker, which acknowledges it.
    (reference,) = portail.ligne("SELECT reference FROM courriers_courrier WHERE id > %s", depuis)
    attendre(lambda: not _retenue(portail, reference), 120, quoi="du retour de la tâche")
    assert _combien_de_fois(portail, premier) == 1, "pas une seconde fois"
    deja = len(portail.plis())
    qui.ip = f"192.0.2.{next(scene.ips)}"
    assert qui.poster(f"{adresse}renvoyer/").vers.endswith("?renvoye=1")
    second = portail.code_suivant(deja, "sms", delai=60)
    attendre(lambda: scene.etats(depuis, "sms") == ["incertain", "envoye"], quoi="de la fin de l’envoi")
    if premier != second:
        assert saisir(qui, adresse, premier).statut == 200
    assert saisir(qui, adresse, second).vers.endswith("/nouveau/")


def _combien_de_fois(portail: Portail, code: str) -> int:
    """How many messages brought this code; what other scenes have to tell may come meanwhile."""
    return sum(code in pli["texte"] for _, pli in portail.plis())


def _retenue(portail: Portail, reference: str) -> bool:
    """Whether the broker still keeps a task that names it."""
    client = portail.redis()
    messages = [*client.hvals("unacked"), *client.lrange("portail", 0, -1)]
    return any(reference.encode() in message for message in messages)


def test_sans_postgresql_une_page_en_francais_puis_tout_reprend(scene: Scene, nir: str) -> None:
    """Within some seconds, with no trace of an error; what was typed can be sent again."""
    portail, qui = scene.portail, scene.quelqu_un()
    session = scene.quelqu_un()
    assert se_connecter(session, nir, MOT).vers == "/mon-compte/"
    portail.postgres.arreter()
    try:
        for geste in (
            lambda v: se_connecter(v, nir, MOT),
            lambda v: v.lire("/mot-de-passe-oublie/ABCDEFGHJKMNPQRS/code/"),
        ):
            qui.cookies["navigateur"] = "un-jeton"
            _en_francais(geste(qui))
        _en_francais(session.lire("/mon-compte/"))
        _en_francais(session.lire("/aide/"), permis=(200, 500, 503))
        # Who has no session reads what needs no row.
        assert qui.lire("/connexion/").statut == 200
    finally:
        portail.postgres.demarrer()
    attendre(lambda: qui.lire("/sante/pret").statut == 200, 40)
    assert se_connecter(qui, nir, MOT).vers == "/mon-compte/"
    assert session.lire("/mon-compte/").statut == 200, "la session est restée"
    deja = len(portail.plis())
    demandeur = scene.quelqu_un()
    demander_un_code(demandeur, s_identifier(demandeur, nir, NOM))
    portail.code_suivant(deja, "sms", delai=60)


def _en_francais(vue, permis: tuple[int, ...] = (500, 503)) -> None:
    assert vue.statut in permis and vue.duree < 10, (vue.statut, vue.duree)
    assert '<html lang="fr"' in vue.texte and "<h1" in vue.texte
    assert "Traceback" not in vue.texte and "psycopg" not in vue.texte and MOT not in vue.texte
    assert "no-store" in vue.entetes["Cache-Control"]
