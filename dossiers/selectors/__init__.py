"""Reading this room: dossiers (`dossiers`), mandates (`mandats`), who opens what (`droits`), what agents see.

`le` is the day in question, in the zone of the Caf: always given, never read.
"""

from dossiers.selectors.agents import (
    cafs_de_l_agent,
    dossier_par_numero,
    dossiers_de_l_agent,
    personnes_de_l_agent,
    rattachements_vus,
)
from dossiers.selectors.dossiers import (
    AUTORISATIONS,
    PORTEES,
    autorisations,
    conjoint,
    lien_caf,
    portees_par_dossier,
    portees_propres,
    rattachements,
    rattachements_de,
)
from dossiers.selectors.droits import dossiers_visibles, portees, portees_tuteur
from dossiers.selectors.mandats import (
    est_tuteur,
    mandat_ouvert,
    mandats_cherches,
    mandats_du_dossier,
    mandats_ouverts,
    mandats_vus,
    membres_de,
    noms_des_tuteurs,
    page_de_mandats,
    portees_du_mandat,
    qui_agit_pour,
    tuteur_a_choisir,
    tuteurs_a_choisir,
    tuteurs_de,
    tuteurs_de_l_agent,
    tuteurs_vus,
)

__all__ = [
    "AUTORISATIONS",
    "PORTEES",
    "autorisations",
    "cafs_de_l_agent",
    "conjoint",
    "dossier_par_numero",
    "dossiers_de_l_agent",
    "dossiers_visibles",
    "est_tuteur",
    "lien_caf",
    "mandat_ouvert",
    "mandats_cherches",
    "mandats_du_dossier",
    "mandats_ouverts",
    "mandats_vus",
    "membres_de",
    "noms_des_tuteurs",
    "page_de_mandats",
    "personnes_de_l_agent",
    "portees",
    "portees_du_mandat",
    "portees_par_dossier",
    "portees_propres",
    "portees_tuteur",
    "qui_agit_pour",
    "rattachements",
    "rattachements_de",
    "rattachements_vus",
    "tuteur_a_choisir",
    "tuteurs_a_choisir",
    "tuteurs_de",
    "tuteurs_de_l_agent",
    "tuteurs_vus",
]
