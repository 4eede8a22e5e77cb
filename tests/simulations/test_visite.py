"""The simulator as an anonymous visitor goes through it (SIM-01 to SIM-43), without a browser."""

import re
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from tests.outils.client import ClientExigeant
from tests.outils.hostilite import oublier_le_cache
from tests.outils.mesures import compter_sql
from tests.simulations.visite import DEBUT, EXEMPLE, Visite, avec


def fige(monkeypatch, jour):
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: jour)


def montant(page):
    """The amount, as the result page shows it."""
    return re.search(r'class="resultat-montant">([^<]+)<', page)[1]


def test_l_exemple_du_support_donne_188_09():
    """SIM-20 to SIM-43: the deck's example, to the cent, gross and net of CRDS."""
    page = Visite().resultat(EXEMPLE)
    assert montant(page) == "188,09\u00a0€"
    assert "187,15\u00a0€" in page
    assert "octobre, novembre et décembre 2022" in page
    assert "juillet, août et septembre 2022" in page


def test_les_conditions_sont_lues_avant_la_premiere_question(client):
    """SIM-03, SIM-05 to SIM-18."""
    page = client.get(DEBUT).content.decode()
    for attendu in (
        "indicatif", "1<sup>er</sup> janvier 2016", "conditions de séjour", "Rien n’est conservé", "bulletins de paie",
        "prestations familiales", "placements", "N-2", "AAH", "Le saviez-vous", "chiffre d’affaires",
        "qui vit dans votre foyer", "situation professionnelle", "autres ressources",
    ):  # fmt: skip
        assert attendu in page, attendu


def test_la_page_annonce_ses_etapes_et_les_champs_obligatoires():
    """SIM-04, SIM-19, GEN-18."""
    visite = Visite()
    page = visite.client.get(visite.adresse).content.decode()
    assert re.search(r"Étape\s1\ssur\s3", page)
    assert "astérisque" in page


def test_la_periode_etudiee_est_calculee_du_jour(monkeypatch):
    """SIM-11, SIM-23: since March 2025 the months are M-4 to M-2."""
    fige(monkeypatch, date(2026, 11, 23))
    visite = Visite()
    page = visite.client.get(visite.adresse).content.decode()
    assert "1er juillet 2026 et le 30 septembre 2026" in page
    fige(monkeypatch, date(2023, 3, 9))
    page = visite.client.get(visite.adresse).content.decode()
    assert "1er décembre 2022 et le 28 février 2023" in page


def test_le_bulletin_de_paie_montre_la_bonne_ligne(monkeypatch):
    """SIM-38, SIM-39: « net à payer » before 2024, « montant net social » after, both across New Year."""
    for demande, attendu, absent in (
        ("10/2022", "avant prélèvement à la source", "montant net social"),
        ("10/2024", "montant net social", "avant prélèvement à la source"),
        ("02/2024", "avant prélèvement à la source", None),
    ):
        visite = Visite()
        visite.repondre({k: v for k, v in avec(acces={"mois_demande": demande}).items() if k != "revenus"})
        page = visite.client.get(visite.page("revenus")).content.decode()
        texte = page[page.index("<form") :].split("bulletin-titre")[0]
        assert attendu in texte, demande
        assert absent is None or absent not in texte, demande


@pytest.mark.parametrize(
    ("changement", "titre"),
    [
        ({"reside_en_france": "non"}, "résider en France"),
        ({"code_postal": "97600"}, "Mayotte"),
        ({"code_postal": "98000"}, "ne dépend pas d’une Caf"),
        ({"revenus_professionnels": "non"}, "Sans revenu professionnel"),
    ],
)
def test_le_simulateur_dit_tot_a_qui_il_ne_repond_pas(changement, titre):
    """SIM-20, SIM-23: told at once, and the answers can be changed."""
    visite = Visite()
    arrivee = visite.repondre(avec(acces=changement))
    assert arrivee.endswith("/arret/")
    assert titre in visite.client.get(arrivee).content.decode()
    assert visite.client.get(visite.page("resultat")).headers["Location"] == arrivee


def test_moins_de_18_ans_est_une_question_pas_un_refus():
    """SIM-22."""
    visite = Visite()
    visite.repondre(avec(acces={"date_naissance": "01/01/2006"}))
    question = visite.erreurs()[0]
    assert "18\u00a0ans" in question
    form = visite.derniere.context["form"]
    confirme = {form.nom_confirmation("date_naissance"): form.empreinte("date_naissance")}
    page = visite.resultat(avec(acces={"date_naissance": "01/01/2006", **confirme}))
    assert "0,00\u00a0€" in page
    assert "n’a 18 ans" in page


def test_un_code_postal_partage_demande_la_commune():
    """SIM-21: 01200 belongs to two départements."""
    visite = Visite()
    visite.repondre(avec(acces={"code_postal": "01200"}))
    champ = visite.derniere.context["form"].fields["commune"]
    assert len(champ.choices) == 3
    arrivee = visite.repondre(avec(acces={"code_postal": "01200", "commune": champ.choices[1][0]}))
    assert arrivee.endswith("/resultat/")


@pytest.mark.parametrize("etape", ["acces", "foyer", "activite", "revenus", "logement"])
def test_une_page_vide_dit_quoi_repondre_et_ne_perd_rien(etape):
    """SIM-24 and every required field: errors beside the fields, the step does not change."""
    visite = Visite()
    visite.repondre({k: v for k, v in EXEMPLE.items() if k != etape})
    page = visite.client.post(visite.adresse, {})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert visite.client.get(visite.page("resultat")).headers["Location"] == visite.adresse


def test_un_zero_entre_deux_salaires_est_une_question():
    visite = Visite()
    reponses = avec(revenus={"salaire_net_1": "0"})
    assert visite.repondre(reponses).endswith("/revenus/")
    assert "août 2022" in visite.erreurs()[0]
    form = visite.derniere.context["form"]
    reponses["revenus"][form.nom_confirmation("salaire_net")] = form.empreinte("salaire_net")
    assert visite.repondre(reponses).endswith("/resultat/")


def test_le_meme_montant_se_recopie_sans_javascript():
    """SIM-29, SIM-37: « Le même montant chaque mois »."""
    visite = Visite()
    visite.repondre({k: v for k, v in EXEMPLE.items() if k != "revenus"})
    page = visite.client.post(visite.adresse, {"salaire_net_0": "1 200", "meme_montant": "salaire_net"})
    assert page.content.decode().count('value="1 200"') == 3


def test_un_couple_avec_enfants_de_tous_statuts_va_au_bout():
    """SIM-25 to SIM-27, SIM-31 to SIM-36, SIM-40, SIM-41: every kind of question is asked, only when it applies."""
    reponses = avec(
        foyer={"vie": "couple", "nombre_enfants": "2"},
        enfants={"naissance_1": "25/07/2012", "naissance_2": "03/03/2003", "salaire_2_0": "200",
                 "salaire_2_1": "200", "salaire_2_2": "200", "salaire_avant_2": "150"},
        activite={"statuts": ["salarie", "auto_entrepreneur"], "aah": "oui", "autres_revenus": ["ij_maladie"]},
        revenus={"ae_vente_0": "100", "ae_vente_1": "100", "ae_vente_2": "100", "aah_0": "300", "aah_1": "300",
                 "aah_2": "300", "ij_maladie_0": "50", "ij_maladie_1": "50", "ij_maladie_2": "50",
                 "date_arret_travail": "15/06/2022"},
        conjoint={"date_naissance": "02/02/1992", "enceinte": "oui", "statuts": ["independant", "etudiant"],
                  "aah": "non", "autres_revenus": ["chomage", "retraite"]},
        revenus_conjoint={"salaire_net_0": "0", "salaire_net_1": "0", "salaire_net_2": "0", "benefice_2021": "6000",
                          "chomage_0": "10", "chomage_1": "10", "chomage_2": "10", "retraite_0": "5", "retraite_1": "5",
                          "retraite_2": "5"},
        logement={"prestations": ["af", "cf"], "patrimoine_annuel": "120"},
        prestations={"af_0": "140", "af_1": "140", "af_2": "140", "cf_0": "0", "cf_1": "0", "cf_2": "0"},
    )  # fmt: skip
    page = Visite().resultat(reponses)
    assert "conjoint ou conjointe" in page
    assert "enfant" in page


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [
        (avec(revenus={f"salaire_net_{i}": "2500" for i in range(3)}), "dépassent"),
        (avec(revenus={f"salaire_net_{i}": "0" for i in range(3)}), "aucun"),
        (
            avec(activite={"statuts": ["etudiant"]}, revenus={f"salaire_net_{i}": "500" for i in range(3)}),
            "chacun",
        ),
    ],
)
def test_zero_euro_est_explique_avec_ce_qui_changerait(reponses, attendu):
    """SIM-43: when it is 0 €, why, and what would change it."""
    page = Visite().resultat(reponses)
    assert "0,00\u00a0€" in page
    assert attendu in page
    assert "serait versée" in page


def test_proprietaire_ou_loge_gratuitement_a_le_forfait_logement():
    """SIM-28: the flat rate applies without any aid."""
    logement = {"statut": "owner", "aide_logement_0": "", "aide_logement_1": "", "aide_logement_2": ""}
    page = Visite().resultat(avec(logement=logement))
    assert "Forfait logement" in page
    assert "188,09\u00a0€" in page  # the aid of the example was already above the flat rate


def test_on_peut_essayer_un_autre_salaire():
    visite = Visite()
    visite.resultat(EXEMPLE)
    suite = visite.client.post(visite.adresse, {"salaire": "1 000"})
    page = visite.client.get(suite.headers["Location"]).content.decode()
    assert "le salaire était de 1\u202f000,00\u00a0€" in page
    erreur = visite.client.post(visite.adresse, {"salaire": "beaucoup"})
    assert 'value="beaucoup"' in erreur.content.decode()


def test_deux_onglets_ne_se_melangent_jamais():
    un = Visite()
    deux = Visite(un.client)
    assert un.adresse != deux.adresse
    assert "188,09\u00a0€" in un.resultat(EXEMPLE)
    autre = deux.resultat(avec(revenus={f"salaire_net_{i}": "1000" for i in range(3)}))
    assert montant(autre) != "188,09\u00a0€"
    assert montant(un.client.get(un.adresse).content.decode()) == "188,09\u00a0€"


def test_corriger_une_reponse_garde_les_suivantes():
    visite = Visite()
    visite.resultat(EXEMPLE)
    retour = visite.client.get(visite.page("revenus")).content.decode()
    assert 'value="1 200"' in retour
    visite.adresse = visite.page("acces")
    assert visite.repondre(avec(acces={"mois_demande": "09/2022"})).endswith("/resultat/")


def test_effacer_demande_confirmation_puis_ne_laisse_rien():
    """SIM-17, GEN-20: « Effacer mes réponses »."""
    visite = Visite()
    visite.resultat(EXEMPLE)
    abandon = visite.page("abandonner")
    assert visite.client.get(abandon).status_code == 200
    assert visite.client.post(abandon).headers["Location"] == "/simulations/"
    expire = visite.client.get(visite.page("resultat"))
    assert expire.status_code == 410
    assert "ne sont plus là" in expire.content.decode()


def test_des_reponses_mortes_n_emportent_pas_ce_qui_vient_d_etre_saisi():
    """An expired session: the person is told, what she has just sent is kept."""
    visite = Visite()
    visite.repondre({k: v for k, v in EXEMPLE.items() if k != "revenus"})
    oublier_le_cache("ephemere")
    suite = visite.client.post(visite.adresse, EXEMPLE["revenus"])
    assert suite.headers["Location"].endswith("/acces/?repris=1")
    page = visite.client.get(suite.headers["Location"]).content.decode()
    assert "sont gardées" in page
    visite.adresse = visite.page("acces")
    visite.repondre({k: v for k, v in EXEMPLE.items() if k != "revenus"})
    assert visite.adresse.endswith("/revenus/") or visite.adresse.endswith("/resultat/")
    assert 'value="1 200"' in visite.client.get(visite.page("revenus")).content.decode()


def test_les_reponses_d_un_autre_navigateur_ne_se_lisent_pas():
    visite = Visite()
    visite.resultat(EXEMPLE)
    assert ClientExigeant().get(visite.adresse).status_code == 410


def test_rien_n_est_lisible_dans_le_cache_ni_dans_ses_cles():
    """SIM-17: sealed under a key that only the cookie holds."""
    visite = Visite()
    visite.resultat(EXEMPLE)
    redis = caches["ephemere"]._cache.get_client(None)
    cles = redis.keys(caches["ephemere"].make_key("*"))
    identifiant = visite.adresse.split("/")[3].encode()
    contenus = [redis.get(cle) for cle in cles]
    assert contenus
    assert not any(identifiant in cle for cle in cles)
    assert not any(b"1990" in contenu or b"31000" in contenu for contenu in contenus)
    assert all(0 < redis.ttl(cle) <= 30 * 60 for cle in cles)


@pytest.mark.django_db
def test_le_simulateur_ne_fait_aucune_requete_et_n_ecrit_aucune_ligne():
    """SIM-17: 0 SQL from the first page to the result."""
    with compter_sql(0):
        visite = Visite()
        visite.client.get(visite.adresse)
        visite.resultat(EXEMPLE)


def test_aucune_page_ne_reste_dans_un_cache_du_navigateur():
    visite = Visite()
    visite.resultat(EXEMPLE)
    for etape in ("acces", "revenus", "resultat", "abandonner"):
        reponse = visite.client.get(visite.page(etape))
        assert "no-store" in reponse.headers["Cache-Control"], etape


def test_les_pages_sont_legeres():
    """Budget: 15 KB of compressed HTML a page."""
    import gzip

    visite = Visite()
    page = visite.resultat(EXEMPLE)
    assert len(gzip.compress(page.encode(), 6)) <= 15_000
    for etape in ("acces", "foyer", "activite", "revenus", "logement"):
        html = visite.client.get(visite.page(etape)).content
        assert len(gzip.compress(html, 6)) <= 15_000, etape


def test_un_depart_venu_d_ailleurs_est_refuse():
    client = Client(HTTP_ORIGIN="https://ailleurs.example")
    assert client.post(f"{DEBUT}commencer/").status_code == 403


def test_un_envoi_demesure_n_encombre_pas_le_cache():
    """Only a script would send it: nothing of it is kept, and the page asks again."""
    visite = Visite()
    visite.client.post(visite.adresse, {**EXEMPLE["acces"], "bourrage": "x" * 50_000})
    redis = caches["ephemere"]._cache.get_client(None)
    gardes = [
        redis.get(cle) for cle in redis.keys(caches["ephemere"].make_key("*")) if redis.type(cle) == b"string"
    ]
    assert max(map(len, gardes)) < 5_000
    assert visite.client.get(visite.page("foyer")).headers["Location"] == visite.page("acces")


def test_changer_de_trimestre_redemande_les_montants_et_garde_le_reste():
    """The amounts of July are not those of October: they are asked again, the rest is kept."""
    visite = Visite()
    visite.resultat(EXEMPLE)
    visite.adresse = visite.page("acces")
    assert visite.repondre({"acces": avec(acces={"mois_demande": "01/2019"})["acces"]}).endswith("/foyer/")
    assert visite.client.get(visite.page("resultat")).headers["Location"].endswith("/revenus/")
    page = visite.client.get(visite.page("revenus")).content.decode()
    assert "Les mois étudiés ont changé" in page
    assert "octobre, novembre et décembre 2018" in page
    assert not re.search(r'name="salaire_net_\d"[^>]*value=', page)
    assert 'role="alert"' not in page
    visite.adresse = visite.page("revenus")
    visite.repondre({"revenus": EXEMPLE["revenus"]})
    logement = visite.client.get(visite.page("logement")).content.decode()
    assert re.search(r'value="tenant"\s+checked', logement)
    assert 'value="100"' not in logement


def test_les_dates_de_naissance_des_enfants_survivent_a_un_changement_de_trimestre():
    visite = Visite()
    enfants = {"naissance_1": "25/07/2012", "salaire_1_0": "100", "salaire_1_1": "100", "salaire_1_2": "100"}
    reponses = avec(foyer={"nombre_enfants": "1"}, enfants=enfants)
    visite.resultat(reponses)
    visite.client.post(visite.page("acces"), {**EXEMPLE["acces"], "mois_demande": "09/2022"})
    assert visite.client.get(visite.page("resultat")).headers["Location"].endswith("/enfants/")
    page = visite.client.get(visite.page("enfants")).content.decode()
    assert 'value="25/07/2012"' in page
    assert 'value="100"' not in page


@pytest.mark.parametrize("naissance", ["01/01/2023", "01/01/2010", "01/01/1800"])
def test_un_adulte_qui_ne_peut_pas_l_etre_est_dit_tout_de_suite(naissance):
    """The claimant and the partner alike, at the date of the claim that is replayed."""
    visite = Visite()
    visite.repondre(avec(acces={"date_naissance": naissance}))
    assert "Vérifiez l’année" in visite.erreurs()[0]
    visite = Visite()
    conjoint = {"date_naissance": naissance, "statuts": ["autre"], "aah": "non"}
    assert visite.repondre(avec(foyer={"vie": "couple"}, conjoint=conjoint)).endswith("/conjoint/")
    assert "Vérifiez l’année" in visite.erreurs()[0]


def test_un_conjoint_de_moins_de_18_ans_est_une_question():
    visite = Visite()
    conjoint = {"date_naissance": "01/01/2006", "statuts": ["autre"], "aah": "non"}
    assert visite.repondre(avec(foyer={"vie": "couple"}, conjoint=conjoint)).endswith("/conjoint/")
    assert "moins de 18" in visite.erreurs()[0]


@pytest.mark.parametrize("nom", ["salaire", "anything", "", "salaire_net"])
def test_recopier_ce_qui_ne_se_recopie_pas_est_un_envoi_ordinaire(nom):
    visite = Visite()
    visite.resultat(EXEMPLE)
    assert visite.client.post(visite.adresse, {"meme_montant": nom}).status_code == 200
    envoi = {"meme_montant": nom, "salaire": "900"}
    assert visite.client.post(visite.adresse, envoi).headers["Location"].endswith("/resultat/#et-si")


def test_un_essai_illisible_se_dit_en_haut_de_la_page():
    visite = Visite()
    visite.resultat(EXEMPLE)
    page = visite.client.post(visite.adresse, {"salaire": "beaucoup"}).content.decode()
    assert 'role="alert"' in page
    assert "<title>Erreur" in page.replace("\n", "").replace("    ", "")


def test_recharger_le_depart_ramene_a_la_liste():
    visite = Visite()
    assert visite.client.get(f"{DEBUT}commencer/").headers["Location"] == "/simulations/"


def test_un_trimestre_passe_ne_se_demande_pas(monkeypatch):
    page = Visite().resultat(EXEMPLE)
    assert "trimestre passé" in page
    assert "Demander la prime" not in page and "À préparer" not in page
    fige(monkeypatch, date(2022, 10, 9))
    page = Visite().resultat(EXEMPLE)
    assert "Demander la prime" in page and "À préparer" in page


def test_la_question_suit_le_trimestre_rejoue():
    """SIM-23: an adviser answers for the months of the claim, not for today's."""
    visite = Visite()
    page = visite.client.post(visite.adresse, {"mois_demande": "10/2022"}).content.decode()
    assert "1er juillet 2022 et le 30 septembre 2022" in page


def test_avant_2019_le_bulletin_n_a_pas_d_impot():
    """SIM-38: withholding began on 1 January 2019."""
    visite = Visite()
    visite.repondre({k: v for k, v in avec(acces={"mois_demande": "01/2019"}).items() if k != "revenus"})
    page = visite.client.get(visite.page("revenus")).content.decode()
    assert "prélevé à la source" not in page
    assert "«\u00a0net à payer\u00a0»" in page


def test_un_enfant_qui_ne_compte_pas_est_explique():
    enfants = {"naissance_1": "25/07/2012", "naissance_2": "01/12/2022"}
    page = Visite().resultat(avec(foyer={"nombre_enfants": "2"}, enfants=enfants))
    assert "Vous avez indiqué 2 enfants, le calcul en compte 1 en septembre 2022" in page


def test_chaque_ligne_dit_son_parametre_sa_date_et_son_article():
    """SIM-43: for a single person too, the bonus says its formula and its figures."""
    page = Visite().resultat(EXEMPLE)
    for attendu in (
        "heures de Smic",
        "décret 2018-1197",
        "D843-2",
        "11,07\u00a0€",
        "depuis août 2022",
        "61\u00a0%",
    ):
        assert attendu in page, attendu


@pytest.mark.parametrize("valeur", [b"123", b"hello", b"\x80abc", b"", b"\x80\x04."])
def test_une_valeur_etrangere_dans_le_cache_n_est_pas_une_panne(valeur):
    """Somebody else wrote there: the answers are gone, and the person is told."""
    visite = Visite()
    redis = caches["ephemere"]._cache.get_client(None, write=True)
    for cle in redis.keys(caches["ephemere"].make_key("*")):
        redis.set(cle, valeur)
    assert visite.client.get(visite.adresse).status_code == 410


def test_le_meme_montant_demande_trop_tard_n_emporte_pas_la_saisie():
    visite = Visite()
    visite.repondre({k: v for k, v in EXEMPLE.items() if k != "revenus"})
    oublier_le_cache("ephemere")
    visite.client.post(visite.adresse, {"salaire_net_0": "1234", "meme_montant": "salaire_net"})
    visite.adresse = visite.page("acces")
    visite.repondre({k: v for k, v in EXEMPLE.items() if k != "revenus"})
    assert 'value="1234"' in visite.client.get(visite.page("revenus")).content.decode()


@pytest.mark.parametrize("nom", ["ae_vente", "ae_services_bic", "ae_liberal_bnc"])
def test_chaque_chiffre_d_affaires_est_a_preparer(monkeypatch, nom):
    fige(monkeypatch, date(2022, 10, 9))
    reponses = avec(activite={"statuts": ["auto_entrepreneur"]})
    reponses["revenus"] = {f"{nom}_{rang}": "900" for rang in range(3)}
    assert "chiffre d’affaires ou bénéfice" in Visite().resultat(reponses)
