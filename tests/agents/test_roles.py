"""The table of roles: each address of the agents' site, opened and posted to by everybody who may knock.

An address that Django or a room adds fails here until it has its row.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.agents import adresses
from accounts.models import Compte, Personne
from dossiers.models import Dossier, Habilitation, Mandat, MembreTuteur, Tuteur
from tests.agents.conftest import MEMBRES, NIRS, NOMS, NUMEROS, Decor

pytestmark = pytest.mark.django_db
CAFS = ("31", "59")
MODELES = (Personne, Dossier, Habilitation, Tuteur, MembreTuteur, Mandat)
HORS_DU_SITE = {"anonyme", "usager", "bailleur", "agent sans accès"}
CAF_DE = {"agent du 31": "31", "agent du 59": "59"}
ROLES = [
    *("anonyme", "usager", "bailleur", "agent sans accès", "agent sans habilitation", "agent du 31"),
    *("agent du 59", "agent du 31 jusqu’à hier", "superutilisateur"),
]

PORTE = [nom for _, _, nom in adresses.PORTE]
NOTRES = [nom for _, _, nom in (*adresses.PORTE, *adresses.INTERIEUR)]
PROUVEES = ["ajouter_application", "ajouter_cle", "codes_secours", "retirer_facteur"]
REFERENCE = "ZZZZ00000000000Z"

# Each rule: what a role that is let into the site gets for an object of that Caf.
Regle = Callable[[str, str], str]


def toujours(statut: int) -> Regle:
    return lambda role, caf: str(statut)


def une_caf(statut: int = 200) -> Regle:
    """Whoever has a Caf, whichever it is."""
    return lambda role, caf: str(statut) if role in CAF_DE else "403"


def sa_caf(statut: int = 200, ailleurs: int = 404) -> Regle:
    """Whoever has the Caf of the object; other agents, as if it were not there."""
    return lambda role, caf: str(statut if CAF_DE[role] == caf else ailleurs) if role in CAF_DE else "403"


def superutilisateur(*statuts: int) -> Regle:
    voulus = {str(s) for s in statuts or (200,)}
    return lambda role, caf: "|".join(sorted(voulus)) if role == "superutilisateur" else "403"


REFUS = toujours(403)
NON_APPELE = None  # has its own test below
# Address: (GET, POST).
TABLE: dict[str, tuple[Regle | None, Regle | None]] = {
    "index": (toujours(200), toujours(200)),
    "login": (NON_APPELE, NON_APPELE),
    "logout": (NON_APPELE, NON_APPELE),
    "password_change": (toujours(200), toujours(200)),
    "password_change_done": (toujours(200), toujours(405)),
    "autocomplete": (REFUS, REFUS),
    "jsi18n": (toujours(200), toujours(405)),
    "view_on_site": (toujours(404), toujours(404)),
    "app_list": (lambda r, c: "200" if r in CAF_DE or r == "superutilisateur" else "404",) * 2,
    "(?P<url>.*)$": (toujours(404), toujours(404)),
    "accounts_personne_changelist": (une_caf(), une_caf()),
    "accounts_personne_change": (sa_caf(), REFUS),
    "accounts_personne_chercher": (une_caf(), sa_caf(302, ailleurs=200)),
    "accounts_personne_lettre": (sa_caf(), sa_caf(302)),
    # Nothing there was removed: the page says so.
    "accounts_personne_coordonnees": (sa_caf(), sa_caf()),
    "accounts_personne_add": (REFUS, REFUS),
    "accounts_personne_delete": (REFUS, REFUS),
    "accounts_personne_history": (REFUS, REFUS),
    "accounts/personne/<path:object_id>/": (toujours(302), toujours(302)),
    "dossiers_dossier_changelist": (une_caf(), une_caf()),
    "dossiers_dossier_change": (sa_caf(), REFUS),
    # Nobody there is in a couple: the page says so.
    "dossiers_dossier_separation": (sa_caf(), sa_caf()),
    # A form that is posted empty comes back; another Caf's dossier is not there.
    "dossiers_dossier_mandats": (sa_caf(), sa_caf()),
    "dossiers_dossier_mandat_ouvrir": (sa_caf(), sa_caf()),
    "dossiers_dossier_mandat_terminer": (sa_caf(), sa_caf()),
    "dossiers_tuteur_changelist": (une_caf(), une_caf()),
    "dossiers_tuteur_change": (sa_caf(), REFUS),
    "dossiers_tuteur_chercher": (une_caf(), une_caf()),
    "dossiers_tuteur_add": (une_caf(), une_caf()),
    "dossiers_tuteur_personne": (une_caf(), une_caf()),
    "dossiers_tuteur_membres": (sa_caf(), sa_caf()),
    "dossiers_tuteur_retirer": (sa_caf(), sa_caf()),
    "dossiers_tuteur_lettre": (sa_caf(), sa_caf()),
    "dossiers_tuteur_delete": (REFUS, REFUS),
    "dossiers_tuteur_history": (REFUS, REFUS),
    "dossiers/tuteur/<path:object_id>/": (toujours(302), toujours(302)),
    "dossiers_dossier_add": (REFUS, REFUS),
    "dossiers_dossier_delete": (REFUS, REFUS),
    "dossiers_dossier_history": (REFUS, REFUS),
    "dossiers/dossier/<path:object_id>/": (toujours(302), toujours(302)),
    "dossiers_habilitation_changelist": (superutilisateur(), superutilisateur()),
    "dossiers_habilitation_change": (superutilisateur(), superutilisateur()),
    "dossiers_habilitation_add": (superutilisateur(), superutilisateur()),
    "dossiers_habilitation_delete": (REFUS, REFUS),
    "dossiers_habilitation_history": (REFUS, REFUS),
    "dossiers/habilitation/<path:object_id>/": (toujours(302), toujours(302)),
    "accounts_compte_changelist": (superutilisateur(), superutilisateur()),
    "accounts_compte_change": (superutilisateur(), REFUS),
    "accounts_compte_add": (REFUS, REFUS),
    "accounts_compte_delete": (REFUS, REFUS),
    "accounts_compte_history": (superutilisateur(), superutilisateur()),
    "accounts/compte/<path:object_id>/": (toujours(302), toujours(302)),
    # Of an allocataire: only an agent's is taken away (test_second_facteur).
    "accounts_compte_second_facteur": (superutilisateur(404), superutilisateur(404)),
    # Already in: there is nothing to show nor to install at the door.
    **dict.fromkeys(PORTE, (toujours(302), toujours(302))),
    "double_verification": (toujours(200), toujours(405)),
    "preuve": (toujours(200), toujours(200)),
    "preuve_cle": (toujours(405), toujours(200)),
    # Nobody there has just shown who they are: they are asked first.
    **dict.fromkeys(PROUVEES, (toujours(302), toujours(302))),
    "ajouter_options": (toujours(405), toujours(302)),
}
# Models of other rooms, shown by their own tests: here, nobody but superusers.
for _modele, _ecriture in (
    ("courriers_courrier", REFUS),
    ("journal_evenement", REFUS),
    ("espaces_actualite", superutilisateur(200, 302)),
):
    _chemin = _modele.replace("_", "/", 1)
    _lecture = superutilisateur(200, 302)
    TABLE |= {
        f"{_modele}_changelist": (_lecture, _lecture),
        f"{_modele}_change": (_lecture, _ecriture),
        # There is no object here: Django sends everybody home.
        f"{_modele}_history": (toujours(302), toujours(302)),
        f"{_modele}_add": (_ecriture, _ecriture),
        f"{_modele}_delete": (_ecriture, _ecriture),
        f"{_chemin}/<path:object_id>/": (toujours(302), toujours(302)),
    }


def _motifs(motifs: list[URLPattern | URLResolver], debut: str = "") -> Iterator[str]:
    for motif in motifs:
        if isinstance(motif, URLResolver):
            yield from _motifs(motif.url_patterns, debut + str(motif.pattern))
        else:
            yield motif.name or debut + str(motif.pattern)


def _site() -> URLResolver:
    return next(r for r in get_resolver().url_patterns if getattr(r, "namespace", None) == "admin")


def _objets(decor: Decor, caf: str) -> dict[str, str]:
    return {
        "accounts_personne": decor.personnes[caf].reference,
        "dossiers_dossier": decor.dossiers[caf].reference,
        "dossiers_habilitation": str(decor.habilitations[f"agent du {caf}"].pk),
        "accounts_compte": str(decor.comptes["usager"].pk),
        "dossiers_tuteur": decor.membres[caf].tuteur.reference,
    }


def _adresse(cle: str, decor: Decor, caf: str) -> str:
    membre, mandat, dossier = decor.membres[caf], decor.mandats[caf], decor.dossiers[caf]
    membres, mandats = (
        f"dossiers/tuteur/{membre.tuteur.reference}/membres",
        f"dossiers/dossier/{dossier.reference}/mandats",
    )
    fixes = {
        "dossiers_tuteur_personne": "dossiers/tuteur/add/personne/",
        "dossiers_tuteur_retirer": f"{membres}/{membre.reference}/retirer/",
        "dossiers_tuteur_lettre": f"{membres}/{membre.reference}/lettre/",
        "dossiers_dossier_mandat_ouvrir": f"{mandats}/ouvrir/{membre.tuteur.reference}/",
        "dossiers_dossier_mandat_terminer": f"{mandats}/{mandat.reference}/terminer/",
        "index": "",
        "view_on_site": f"r/{ContentType.objects.get_for_model(Personne).pk}/{decor.personnes[caf].pk}/",
        "app_list": "accounts/",
        "(?P<url>.*)$": "nulle/part/",
        "autocomplete": "autocomplete/?app_label=dossiers&model_name=rattachement&field_name=personne&term=",
    }
    if cle in fixes:
        return f"/agents/{fixes[cle]}"
    if cle in NOTRES:
        return reverse(f"admin:{cle}", kwargs={"reference": REFERENCE} if cle == "retirer_facteur" else None)
    if cle == "accounts_compte_second_facteur":
        return f"/agents/accounts/compte/{decor.comptes['usager'].pk}/second-facteur/"
    if "_" not in cle or cle.startswith("password"):
        return f"/agents/{cle.replace('password_change_done', 'password_change/done')}/"
    if cle.endswith("<path:object_id>/"):
        modele = cle.removesuffix("/<path:object_id>/")
        return f"/agents/{modele}/{_objets(decor, caf).get(modele.replace('/', '_'), '0')}/"
    modele, _, geste = cle.rpartition("_")
    base = f"/agents/{modele.replace('_', '/', 1)}/"
    if geste == "changelist":
        return base
    if geste in {"add", "chercher"}:
        return f"{base}{geste}/"
    return f"{base}{_objets(decor, caf).get(modele, '0')}/{geste}/"


def _envoi(cle: str, decor: Decor, caf: str) -> dict[str, Any]:
    if cle == "accounts_personne_chercher":
        return {"nir": NIRS[caf]}
    if cle == "accounts_personne_changelist":
        return {"action": "delete_selected", "_selected_action": decor.personnes[caf].pk, "post": "yes"}
    if cle == "dossiers_dossier_changelist":
        return {"action": "delete_selected", "_selected_action": decor.dossiers[caf].pk, "post": "yes"}
    if cle.endswith("_delete"):
        return {"post": "yes"}
    if cle.endswith("_change"):
        return {"nom_naissance": "Autre", "is_superuser": "on", "is_staff": "on"}
    return {}


def _obtenu(reponse: Any) -> str:
    if reponse.status_code == 302 and reponse["Location"].startswith("/agents/login/"):
        return "connexion"
    return str(reponse.status_code)


def _lignes() -> list[Any]:
    return [list(m.objects.order_by("pk").values()) for m in MODELES]


def test_chaque_adresse_du_site_a_sa_ligne_et_aucune_n_est_de_trop() -> None:
    assert sorted(set(_motifs(_site().url_patterns))) == sorted(TABLE)
    assert not [cle for cle in TABLE if "export" in cle or "import" in cle]


@pytest.mark.parametrize("role", ROLES)
def test_la_table_des_roles(client, decor, role: str) -> None:
    """A person, a dossier of the 31 and of the 59, on each address, in each way."""
    compte = decor.comptes[role]
    if compte:
        client.force_login(compte)
    avant, fautes = _lignes(), []
    for cle, regles in TABLE.items():
        for methode, regle in zip(("get", "post"), regles, strict=True):
            for caf in CAFS if regle else ():
                attendu = "connexion" if role in HORS_DU_SITE else regle(role, caf)
                envoi = _envoi(cle, decor, caf) if methode == "post" else None
                reponse = getattr(client, methode)(_adresse(cle, decor, caf), envoi)
                if _obtenu(reponse) not in attendu.split("|"):
                    fautes.append(f"{methode} {cle} ({caf}) : {_obtenu(reponse)} au lieu de {attendu}")
                fautes += [f"{methode} {cle} : montre le {c}" for c in _fuites(reponse, role)]
    assert not fautes, "\n".join(fautes)
    assert _lignes() == avant


def _fuites(reponse: Any, role: str) -> list[str]:
    """The Caf whose people this page names to somebody who is not of that Caf."""
    texte = reponse.content.decode()
    dits = {c: (NOMS[c], NUMEROS[c], MEMBRES[c]) for c in CAFS}
    return [c for c in CAFS if CAF_DE.get(role) != c and any(dit in texte for dit in dits[c])]


@pytest.mark.parametrize("role", ROLES)
def test_entrer_et_sortir(client, decor, role: str) -> None:
    compte = decor.comptes[role]
    if compte:
        client.force_login(compte)
    entree = client.get("/agents/login/")
    assert entree.status_code == (200 if role in HORS_DU_SITE else 302)
    assert client.get("/agents/logout/").status_code == (302 if role in HORS_DU_SITE else 405)
    sortie = client.post("/agents/logout/")
    if role in HORS_DU_SITE:
        assert sortie.status_code == 302 and "Clear-Site-Data" not in sortie.headers
    else:
        assert sortie.status_code == 200
        assert sortie.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert _obtenu(client.get("/agents/")) == "connexion"


def test_un_superutilisateur_habilite_voit_sa_caf_et_rien_d_autre(client, decor) -> None:
    from dossiers.services import habiliter
    from tests.agents.conftest import DEBUT

    chef: Compte = decor.comptes["superutilisateur"]
    habiliter(compte=chef, caf="59", du=DEBUT, acteur=chef)
    client.force_login(chef)
    statuts = [client.get(_adresse("accounts_personne_change", decor, caf)).status_code for caf in CAFS]
    assert statuts == [404, 200]


def test_ce_qui_n_est_a_personne_et_ce_qui_est_a_une_autre_caf_se_ressemblent(du_31, decor) -> None:
    autre = du_31.get(_adresse("accounts_personne_change", decor, "59"))
    nulle = du_31.get("/agents/accounts/personne/ZZZZ000000000000/change/")
    assert autre.status_code == nulle.status_code == 404
    # The page holds its own address, for the switch of contrast.
    propres = autre.content.replace(decor.personnes["59"].reference.encode(), b"ZZZZ000000000000")
    assert propres == nulle.content
