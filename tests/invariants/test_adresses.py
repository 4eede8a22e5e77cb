"""Every address: who may open it, and nothing personal in it."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.enums import Nature
from accounts.models import Compte

# Django's own site, for agents: shown by the table of roles below.
ADMIN = "agents/"
NATURES = {str(n) for n in Nature}
PERSONNEL = re.compile(
    r"nir\b|iban|e?mail|courriel|telephone|prenom|naissance|numero_secu|mot_de_passe|password", re.IGNORECASE
)


def _motifs(patterns: list[URLPattern | URLResolver], debut: str = "") -> Iterator[tuple[str, URLPattern]]:
    for motif in patterns:
        chemin = debut + str(motif.pattern)
        if isinstance(motif, URLResolver):
            yield from _motifs(motif.url_patterns, chemin)
        else:
            yield chemin, motif


def _les_notres() -> list[tuple[str, URLPattern]]:
    return [(c, m) for c, m in _motifs(get_resolver().url_patterns) if not c.startswith(ADMIN)]


def test_chaque_adresse_a_une_regle_d_acces() -> None:
    sans = []
    for chemin, motif in _les_notres():
        regle = getattr(motif.callback, "acces", None)
        if regle != "public" and not (regle and set(regle) <= NATURES):
            sans.append(f"/{chemin} ({motif.callback.__qualname__}) : {regle}")
    assert sans == []


def test_chaque_page_d_erreur_est_ouverte_a_tous() -> None:
    for statut in (400, 403, 404, 500):
        assert get_resolver().resolve_error_handler(statut).acces == "public"


def test_chaque_adresse_a_un_nom() -> None:
    assert [chemin for chemin, motif in _les_notres() if not motif.name] == []


def test_aucune_adresse_ne_porte_de_valeur_personnelle() -> None:
    """Une adresse s'écrit dans les journaux, l'historique et le presse-papiers."""
    trouvees = [
        f"/{chemin}"
        for chemin, motif in _les_notres()
        if any(PERSONNEL.search(parametre) for parametre in motif.pattern.converters)
    ]
    assert trouvees == []


Connexion = Callable[[object], None]
SESSIONS: dict[str, dict[str, object] | None] = {
    "anonyme": None,
    "usager": {"nature": Nature.USAGER},
    "bailleur": {"nature": Nature.BAILLEUR},
    "agent sans accès": {"nature": Nature.AGENT},
    "agent": {"nature": Nature.AGENT, "is_staff": True, "is_superuser": True},
}


def _adresses_d_admin() -> list[str]:
    from django.contrib import admin

    adresses = [reverse("admin:index"), reverse("admin:password_change")]
    for modele in admin.site._registry:
        nom = f"admin:{modele._meta.app_label}_{modele._meta.model_name}"
        adresses += [reverse(f"{nom}_changelist"), reverse(f"{nom}_add")]
    return adresses


@pytest.mark.django_db
@pytest.mark.parametrize("session", SESSIONS)
def test_le_site_des_agents_n_ouvre_qu_aux_agents(client, session: str) -> None:
    champs = SESSIONS[session]
    if champs:
        client.force_login(Compte.objects.create_user(**champs))
    for adresse in _adresses_d_admin():
        reponse = client.get(adresse)
        if session == "agent":
            # 403: a right that even a superuser has not, such as adding an account by hand.
            assert reponse.status_code in {200, 403}, adresse
        else:
            assert reponse.status_code in {302, 403}, adresse
            assert reponse.status_code == 403 or "login" in reponse["Location"], adresse
    if session == "agent":
        assert client.get(reverse("admin:index")).status_code == 200
