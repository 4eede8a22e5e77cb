"""What holds for every household (hypothesis): the amount, its neighbours, and the tree that explains it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.regles import (
    Adulte,
    Enfant,
    Foyer,
    Logement,
    Mois,
    Operation,
    PrestationsFamiliales,
    Revalorisation,
    StatutLogement,
    estimer,
)
from tests.simulations.regles.fabrique import recalcul, toutes_les_lignes

ZERO = Decimal(0)

# Half of the amounts are nothing, as in most families; the others reach what makes a prime and a little beyond.
montants = st.one_of(
    st.just(ZERO), st.integers(min_value=0, max_value=250_000).map(lambda centimes: Decimal(centimes) / 100)
)
triplets = st.one_of(
    st.just((ZERO, ZERO, ZERO)),
    montants.map(lambda montant: (montant,) * 3),
    st.tuples(montants, montants, montants),
)
mois_demandes = st.builds(Mois, st.integers(2016, 2027), st.integers(1, 12))


def naissances(premiere: int, derniere: int) -> st.SearchStrategy[date]:
    return st.dates(date(premiere, 1, 1), date(derniere, 12, 31))


adultes = st.builds(
    Adulte,
    date_naissance=naissances(1955, 2010),
    etudiant=st.booleans(),
    enceinte=st.booleans(),
    salaire_net=triplets,
    chomage=triplets,
    ij_maladie=triplets,
    ij_maladie_avant=triplets,
    ae_liberal_bnc=triplets,
    aah=triplets,
    date_arret_travail=st.one_of(st.none(), naissances(2015, 2027)),
    tns_annuel=st.dictionaries(st.integers(2014, 2027), montants, max_size=2),
)
enfants = st.builds(
    Enfant, date_naissance=naissances(1990, 2027), salaire_net=triplets, salaire_net_avant=montants
)
foyers = st.builds(
    Foyer,
    mois_demande=mois_demandes,
    adultes=st.lists(adultes, min_size=1, max_size=2).map(tuple),
    enfants=st.lists(enfants, max_size=4).map(tuple),
    logement=st.builds(Logement, statut=st.sampled_from(StatutLogement), aide_logement=triplets),
    prestations=st.builds(PrestationsFamiliales, af=triplets, asf=triplets, cf=triplets, paje_base=triplets),
    patrimoine_annuel=montants,
    isolement_recent=st.booleans(),
    regime=st.sampled_from([None, "M-1", "M-2"]),
)
revalorisations = st.sampled_from(Revalorisation)
beaucoup = settings(max_examples=250, deadline=None, database=None)


@beaucoup
@given(foyers, revalorisations)
def test_an_amount_is_nothing_or_at_least_fifteen_euros(foyer: Foyer, revalorisation: Revalorisation) -> None:
    estimation = estimer(foyer, revalorisation=revalorisation)

    assert estimation.montant == 0 or estimation.montant >= 15
    assert estimation.montant == estimation.montant.quantize(Decimal("0.01"))
    assert estimation.moyenne >= 0
    assert ZERO <= estimation.montant_net_crds <= estimation.montant
    assert all(mois.prime >= 0 for mois in estimation.mois)


@beaucoup
@given(foyers, st.integers(0, 2))
def test_one_euro_more_of_housing_benefit_never_raises_the_prime(foyer: Foyer, rang: int) -> None:
    aide = [
        montant + (1 if place == rang else 0) for place, montant in enumerate(foyer.logement.aide_logement)
    ]
    mieux_aide = replace(foyer, logement=replace(foyer.logement, aide_logement=tuple(aide)))

    assert estimer(mieux_aide).moyenne <= estimer(foyer).moyenne


@beaucoup
@given(foyers, st.randoms(use_true_random=False))
def test_the_order_of_the_persons_changes_nothing(foyer: Foyer, hasard) -> None:
    enfants = list(foyer.enfants)
    hasard.shuffle(enfants)
    range_autrement = replace(foyer, adultes=foyer.adultes[::-1], enfants=tuple(enfants))

    avant, apres = estimer(foyer), estimer(range_autrement)
    assert (apres.montant, apres.moyenne, apres.motif) == (avant.montant, avant.moyenne, avant.motif)


@beaucoup
@given(foyers, revalorisations)
def test_the_tree_adds_up_to_the_amount(foyer: Foyer, revalorisation: Revalorisation) -> None:
    estimation = estimer(foyer, revalorisation=revalorisation)
    arbre = estimation.arbre()

    assert arbre.montant == estimation.montant
    for ligne in toutes_les_lignes(arbre):
        assert abs(recalcul(ligne) - ligne.montant) < Decimal("1e-15"), ligne.cle
        assert bool(ligne.enfants) <= (ligne.operation is not Operation.VALEUR)


@beaucoup
@given(foyers)
def test_the_context_of_the_caller_changes_nothing(foyer: Foyer) -> None:
    attendu = estimer(foyer)
    arbre = attendu.arbre()
    with localcontext(prec=6, rounding="ROUND_DOWN"):
        obtenu = estimer(foyer)
        assert (obtenu.montant, obtenu.moyenne) == (attendu.montant, attendu.moyenne)
        assert obtenu.arbre() == arbre
