"""Questions that people ask, and those of the moment: their answers are computed from dates where they can be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.urls import reverse

from portal.cafs import calendrier
from portal.ui.typographie import MOIS, date_longue, de_mois

NOMBRE_A_L_ACCUEIL = 5
# Since March 2025 a quarterly declaration made in month M bears on M-4, M-3 and M-2.
PREMIER_MOIS_DECLARE = 4
DERNIER_MOIS_DECLARE = 2


@dataclass(frozen=True, slots=True)
class Lien:
    """Where an answer goes on: a URL name and its arguments."""

    texte: str
    url: str
    args: tuple[str, ...] = ()

    @property
    def adresse(self) -> str:
        return reverse(self.url, args=self.args)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer for a given day, one string for each paragraph."""

    slug: str
    titre: str
    reponse: tuple[str, ...]
    mots: str = ""
    lien: Lien | None = None


@dataclass(frozen=True, slots=True)
class _Modele:
    """A question of all days; `mois` are the months in which it matters most (all when empty)."""

    ecrire: Callable[[date], Question]
    mois: frozenset[int] = frozenset()
    accueil: bool = True


def _decaler(jour: date, mois: int) -> date:
    """First day of the month that is `mois` months after (before, when negative) that of `jour`."""
    rang = jour.year * 12 + jour.month - 1 + mois
    return date(rang // 12, rang % 12 + 1, 1)


def _nom(jour: date) -> str:
    return MOIS[jour.month - 1]


def mois_declares(jour: date) -> tuple[date, date, date]:
    """First days of the three months on which a quarterly declaration made on `jour` bears."""
    un, deux, trois = (_decaler(jour, -n) for n in range(PREMIER_MOIS_DECLARE, DERNIER_MOIS_DECLARE - 1, -1))
    return un, deux, trois


def _quand_paye(jour: date) -> Question:
    prochain = calendrier.prochains_paiements(jour, 1)[0]
    verbe = "C’est aujourd’hui" if prochain == jour else f"Le {date_longue(prochain)}"
    return Question(
        "quand-paye",
        f"Quand serai-je payé {_en(prochain)} ?",
        (
            f"{verbe}, pour vos droits {de_mois(_nom(_decaler(prochain, -1)))}.",
            "Selon les banques, la somme apparaît le jour même ou jusqu’à trois jours après. Si elle manque encore "
            "ensuite, appelez le 3230.",
        ),
        "paiement versement date virement calendrier argent payer payé",
        Lien("Voir les paiements suivants", "cafs:ma_caf"),
    )


def _en(jour: date) -> str:
    return f"en {_nom(jour)}"


def _quels_mois(jour: date) -> Question:
    suivant = _decaler(jour, 1)
    return Question(
        "quels-mois-declarer",
        "RSA, prime d’activité : quels mois dois-je déclarer ?",
        (
            f"Pour une déclaration faite {_en(jour)} : {_liste(mois_declares(jour))}.",
            f"Pour une déclaration faite {_en(suivant)} : {_liste(mois_declares(suivant))}.",
            "C’est la date écrite sur le bulletin de paie qui compte, pas celle du virement. Si vous n’avez rien "
            "gagné, déclarez 0 : sans déclaration, le paiement s’arrête.",
        ),
        "déclaration trimestrielle ressources trimestre salaire montant net social bulletin",
    )


def _liste(mois: tuple[date, date, date]) -> str:
    un, deux, trois = (_nom(m) for m in mois)
    return f"{un}, {deux} et {trois} {mois[2].year}"


def _fixe(
    slug: str, titre: str, reponse: tuple[str, ...], mots: str, lien: Lien | None = None
) -> Callable[[date], Question]:
    """A question whose answer does not depend on the day."""
    return partial(_rendre, Question(slug, titre, reponse, mots, lien))


def _rendre(question: Question, _jour: date) -> Question:
    return question


_MODELES = (
    _Modele(_quand_paye),
    _Modele(_quels_mois),
    _Modele(
        _fixe(
            "loyer-de-juillet",
            "Mon bailleur doit-il déclarer mon loyer de juillet ?",
            (
                "Oui, chaque année. La Caf s’en sert pour recalculer votre aide au logement au 1er janvier.",
                "Sans ce loyer, l’aide peut s’arrêter. Si votre bailleur ne l’a pas fait, envoyez vous-même votre "
                "quittance de juillet à votre Caf.",
            ),
            "loyer propriétaire quittance aide au logement janvier",
            Lien("Les pages des bailleurs", "espaces:bailleurs"),
        ),
        frozenset({7, 8, 9, 10, 11, 12}),
    ),
    _Modele(
        _fixe(
            "rentree",
            "Que faire pour l’allocation de rentrée scolaire ?",
            (
                "De 6 à 15 ans : rien, elle arrive d’elle-même si vos revenus y donnent droit.",
                "De 16 à 18 ans : déclarez que votre enfant étudie ou est en apprentissage.",
            ),
            "rentrée école ars collège lycée",
            Lien("Les aides de la vie personnelle", "espaces:theme", ("vie-personnelle",)),
        ),
        frozenset({6, 7, 8, 9}),
    ),
    _Modele(
        _fixe(
            "salaire-baisse",
            "Mon salaire a baissé : dois-je attendre ma déclaration ?",
            (
                "Oui pour le RSA et la prime d’activité : leur montant ne bouge pas jusqu’à la prochaine déclaration "
                "trimestrielle, où le nouveau salaire compte.",
                "Mais une perte d’emploi, une séparation, une naissance ou un déménagement se disent tout de suite.",
            ),
            "baisse revenus chômage licenciement temps partiel trimestre",
            Lien("Déclarer un changement", "espaces:changements"),
        )
    ),
    _Modele(
        _fixe(
            "coordonnees-bancaires",
            "Comment changer mes coordonnées bancaires ?",
            (
                "Sur le site officiel caf.fr, dans votre espace, ou par courrier avec un RIB (relevé d’identité "
                "bancaire). Le compte doit être à votre nom.",
                "Un changement de compte est vérifié, car des comptes ont été volés. Un conseiller ne demande jamais "
                "votre mot de passe ni un code reçu par SMS.",
            ),
            "rib iban banque compte virement changer",
        )
    ),
    _Modele(
        _fixe(
            "conjoint-dossier",
            "Mon conjoint peut-il voir notre dossier ?",
            (
                "Oui, tant que vous êtes ensemble dans le même dossier.",
                "Dès que vous déclarez une séparation, son accès s’arrête.",
            ),
            "ex couple accès mot de passe séparation violence",
            Lien("Déclarer une séparation", "espaces:changements"),
        )
    ),
    _Modele(
        _fixe(
            "separation",
            "Je me sépare : quand prévenir la Caf ?",
            (
                "Dès le premier jour, même si vous vivez encore sous le même toit.",
                "Vos droits sont recalculés pour vous et les enfants à votre charge. En cas de violences, dites-le : "
                "une travailleuse sociale de la Caf peut vous aider.",
            ),
            "rupture divorce séparation quitter violences conjugales seule",
            Lien("Déclarer un changement", "espaces:changements"),
        ),
        accueil=False,
    ),
    _Modele(
        _fixe(
            "somme-reclamee",
            "La Caf me réclame de l’argent : que puis-je faire ?",
            (
                "La lettre doit dire de quelle aide il s’agit, pour quels mois, combien, et pourquoi. Si la raison manque "
                "ou n’est pas claire, demandez-la : vous avez 20 jours pour faire corriger une erreur.",
                "Vous pouvez ensuite contester, en général dans les deux mois, auprès de l’adresse écrite dans la lettre.",
                "Si vous ne contestez pas mais ne pouvez pas payer, demandez un paiement en plusieurs fois ou une remise.",
            ),
            "dette indu trop perçu rembourser contester recours remise plan",
            Lien("Nous contacter", "espaces:contact"),
        ),
        accueil=False,
    ),
    _Modele(
        _fixe(
            "sans-internet",
            "Puis-je tout faire sans internet ?",
            (
                "Oui. Par téléphone au 3230, sur place à votre Caf, ou par courrier avec un formulaire en papier.",
                "Les maisons France services vous aident aussi, gratuitement, à remplir une demande.",
            ),
            "papier guichet formulaire téléphone ordinateur aide",
            Lien("Nous contacter", "espaces:contact"),
        ),
        accueil=False,
    ),
    _Modele(
        _fixe(
            "montant-net-social",
            "Où lire le montant net social ?",
            (
                "Sur votre bulletin de paie, à la ligne qui porte ce nom, près du net à payer.",
                "C’est ce montant qu’on déclare pour le RSA et la prime d’activité, pas la somme reçue en banque.",
            ),
            "bulletin de paie fiche salaire net déclarer",
            Lien("Estimer ma prime d’activité", "prime_activite:debut"),
        ),
        accueil=False,
    ),
    _Modele(
        _fixe(
            "apl-bailleur",
            "Pourquoi mon aide au logement va-t-elle au bailleur ?",
            (
                "Parce que votre logement est conventionné : l’aide personnalisée au logement (APL) est versée d’office "
                "au bailleur, qui la déduit de votre loyer.",
                "Votre quittance montre le loyer, l’aide déduite, et ce qu’il vous reste à payer.",
            ),
            "apl loyer quittance propriétaire",
            Lien("Les aides au logement", "espaces:theme", ("logement",)),
        ),
        accueil=False,
    ),
    _Modele(
        _fixe(
            "handicap-mdph",
            "Handicap : à qui s’adresser d’abord ?",
            (
                "À la maison départementale des personnes handicapées (MDPH) de votre département. Elle décide du droit "
                "à l’allocation aux adultes handicapés (AAH) ou à celle de votre enfant (AEEH).",
                "La Caf étudie ensuite vos ressources, s’il le faut, et paie.",
            ),
            "mdph aah aeeh invalidité dossier",
        ),
        accueil=False,
    ),
    _Modele(
        _fixe(
            "message-suspect",
            "J’ai reçu un message suspect : vient-il de la Caf ?",
            (
                "Ne cliquez pas et ne répondez pas. La Caf ne demande jamais un mot de passe, un code ou un numéro de "
                "carte bancaire, ni au téléphone ni par message.",
                "En cas de doute, appelez vous-même le 3230.",
            ),
            "arnaque sms fraude mail faux piratage hameçonnage",
        ),
        accueil=False,
    ),
)


def toutes(jour: date) -> list[Question]:
    """Every question, as it is answered on `jour`."""
    return [modele.ecrire(jour) for modele in _MODELES]


def choisies(slugs: tuple[str, ...], jour: date) -> list[Question]:
    """These questions, in this order, as they are answered on `jour`."""
    par_slug = {q.slug: q for q in toutes(jour)}
    return [par_slug[slug] for slug in slugs]


def du_moment(jour: date, nombre: int = NOMBRE_A_L_ACCUEIL) -> list[Question]:
    """The questions of the home page on `jour`: those of the season come, those of another season go."""
    de_saison = [m for m in _MODELES if m.accueil and (not m.mois or jour.month in m.mois)]
    return [modele.ecrire(jour) for modele in de_saison[:nombre]]
