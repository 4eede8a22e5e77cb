"""The checks themselves: one that never fails is worth nothing."""

import socket

import pytest
from django.template import engines

from tests.outils import page, typographie
from tests.outils.hostilite import resultats_sans_ordre_melanges
from tests.outils.navigateur import RACINE
from tests.outils.repartition import SERVEURS_A_SOI, ParServeurs

BONNE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Essai – Mes droits familles</title></head>
<body><main id="contenu"><h1>Bonjour\u00a0!</h1><p>Vous n’avez rien à faire.</p>%s</main></body></html>"""


def _fautes(morceau: str) -> str:
    return "\n".join(page.fautes(BONNE % morceau))


def test_une_bonne_page_n_a_pas_de_faute() -> None:
    assert _fautes("") == ""


@pytest.mark.parametrize(
    ("morceau", "attendue"),
    [
        ("<script>alert(1)</script>", "script dans la page"),
        ("<style>p{}</style>", "<style> dans la page"),
        ('<p style="color:red">a</p>', "style= sur <p>"),
        ('<button onclick="x()">a</button>', "onclick= sur <button>"),
        ('<a href="javascript:x()">a</a>', "javascript:"),
        ("<p>{{ nom }}</p>", "gabarit non rendu"),
        ("<h1>Deux</h1>", "2 h1"),
        ("<h4>Trop loin</h4>", "h4 suit un titre h1"),
        ('<p id="contenu">a</p>', "id « contenu » en 2"),
        ('<label for="rien">a</label>', "for=« rien »"),
        ('<input id="a" name="a" aria-describedby="b">', "aria-describedby=« b »"),
        ('<input name="a">', "sans étiquette"),
        ('<a href="#absent">a</a>', "ne mène à rien"),
        ("<p>a</span></p>", "HTML invalide"),
        ('<p class="a" class="b">a</p>', "HTML invalide"),
        ('<a href="/"><button>a</button></a>', "à l’intérieur de <a>"),
        ("<ul><p>a</p></ul>", "directement dans <ul>"),
        ('<img src="/a.png">', "sans alt"),
        ('<img src="//ailleurs.example/a.png" alt="">', "autre hôte"),
        ('<a href="/"></a>', "sans texte"),
        ("<p>Attention !</p>", "espace ordinaire avant"),
        ('<p title="Attention !">a</p>', "espace ordinaire avant"),
        ("<p>Caf <b>:</b> a</p>", "espace ordinaire avant"),
        ("<p>l'aide</p>", "apostrophe droite"),
    ],
)  # fmt: skip
def test_une_mauvaise_page_est_refusee(morceau: str, attendue: str) -> None:
    assert attendue in _fautes(morceau)


@pytest.mark.parametrize(
    "texte",
    [
        "« oui »", "Bonjour!", "Fin: a", "Fin : a", "l'eau", "attendez...", "10 €", "10€", "1 234\u00a0€", "« a\u00a0»",
        '"a"',
    ],
)  # fmt: skip
def test_une_faute_de_typographie_est_vue(texte: str) -> None:
    assert typographie.fautes(texte)


@pytest.mark.parametrize(
    "texte",
    [
        "«\u00a0Oui\u00a0», dit-il\u00a0: c’est «\u00a0?\u00a0» à 15:50\u00a0!", "Quoi\u202f?",
        "1\u202f234,56\u00a0€", "12\u00a0% à 100\u00a0%",
        "https://exemple.fr/a?b", "?", "(voir ci-dessous)", "Quoi\u00a0?!", "Caf 31\u00a0; suite…",
    ],
)  # fmt: skip
def test_un_texte_bien_compose_passe(texte: str) -> None:
    assert typographie.fautes(texte) == []


def test_le_texte_d_un_code_ou_d_une_autre_langue_n_est_pas_corrige() -> None:
    assert _fautes("<p>Tapez <code>a: 'b'</code> ici.</p><p lang='en'>Who's there?</p>") == ""


def test_une_variable_inconnue_de_django_ne_gene_pas_et_une_des_notres_echoue(tmp_path, settings) -> None:
    moteur = engines["django"].engine
    assert moteur.from_string("{{ inconnue }}").render(_contexte(moteur)) == ""
    gabarit = moteur.from_string("{{ inconnue }}")
    gabarit.origin.name = str(settings.RACINE / "templates" / "essai.html")
    with pytest.raises(pytest.fail.Exception, match="inconnue"):
        gabarit.render(_contexte(moteur))


def _contexte(moteur):
    from django.template import Context

    return Context({})


def test_aucun_test_ne_parle_a_un_autre_hote() -> None:
    with socket.socket() as prise, pytest.raises(AssertionError, match="autre hôte"):
        prise.connect(("203.0.113.7", 443))
    with pytest.raises(AssertionError, match="autre hôte"):
        socket.create_connection(("ailleurs.example", 443))


@pytest.mark.django_db
def test_une_requete_sans_ordre_revient_melangee() -> None:
    from accounts.models import Compte

    for _ in range(12):
        Compte.objects.create_user(nature="usager")
    ordres = {tuple(Compte.objects.values_list("pk", flat=True)) for _ in range(10)}
    assert len(ordres) > 1
    tries = {tuple(Compte.objects.order_by("pk").values_list("pk", flat=True)) for _ in range(3)}
    assert len(tries) == 1


def test_le_melange_se_retire() -> None:
    from django.db.models import QuerySet

    avant = QuerySet._fetch_all
    with resultats_sans_ordre_melanges():
        assert QuerySet._fetch_all is not avant
    assert QuerySet._fetch_all is avant


@pytest.mark.django_db
def test_un_verrou_qui_prendrait_les_tables_jointes_est_refuse() -> None:
    from portal.parcours.models import Brouillon

    verrou = Brouillon.objects.select_related("compte").select_for_update()
    with pytest.raises(pytest.fail.Exception, match="sans of="):
        list(verrou)
    assert list(Brouillon.objects.select_related("compte").select_for_update(of=["self"])) == []


def test_les_fichiers_qui_ont_leurs_serveurs_existent_et_restent_ensemble() -> None:
    ordre = object.__new__(ParServeurs)
    for fichier in SERVEURS_A_SOI:
        assert (RACINE / fichier).is_file(), fichier
        assert ordre._split_scope(f"{fichier}::test_un") == ordre._split_scope(f"{fichier}::test_deux[a@b]")
    assert ordre._split_scope("tests/a.py::test_un") != ordre._split_scope("tests/a.py::test_deux")
