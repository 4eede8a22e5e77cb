"""Second step: what one adult received, month by month. Only what the former page announced is asked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from portal.ui.formulaires import DateSaisieField, Doute, Formulaire, MontantField, MontantsMensuelsField
from simulations.forms.montants import choix_des_mois, question_sur
from simulations.forms.situation import AUTO_ENTREPRENEUR, ETUDIANT, INDEPENDANT, SALARIE
from simulations.regles import Mois
from simulations.typographie import suivant, trois_mois

# From this month on, payslips carry the « montant net social » (arrêté du 31 janvier 2023, art. 1).
NET_SOCIAL_DEPUIS = Mois(2024, 1)
# Before, payslips have no income tax on them.
PRELEVEMENT_DEPUIS = Mois(2019, 1)
AVANT_IMPOT = "Le « net à payer avant impôt sur le revenu » (avant prélèvement à la source)"
# Profits are taken for the year of the month or, failing that, for one of the two years before (R.844-1 CSS).
ANNEES_DE_BENEFICE = 2

CHIFFRES_D_AFFAIRES = [
    ("ae_vente", "Chiffre d’affaires : ventes"),
    ("ae_services_bic", "Chiffre d’affaires : services commerciaux ou artisanaux"),
    ("ae_liberal_bnc", "Chiffre d’affaires : profession libérale"),
]
MENSUELS = {
    "chomage": ("Allocations de chômage", "Le montant versé par France Travail."),
    "ij_maternite": (
        "Indemnités de maternité, de paternité ou d’adoption",
        "Le montant versé par l’Assurance Maladie.",
    ),
    "pension_alimentaire_recue": ("Pension alimentaire reçue", "Pour vous ou pour vos enfants."),
    "retraite": ("Retraite", "Toutes vos pensions de retraite, avant impôt."),
    "pension_invalidite": ("Pension d’invalidité", "Avant impôt."),
}


def net_social(mois: Sequence[Mois]) -> bool:
    """Whether the payslips of these months carry the « montant net social »."""
    return mois[0] >= NET_SOCIAL_DEPUIS


def avant_prelevement(mois: Sequence[Mois]) -> bool:
    """Whether no payslip of these months carries the income tax withheld (it began on 1 January 2019)."""
    return mois[-1] < PRELEVEMENT_DEPUIS


def aide_du_salaire(mois: Sequence[Mois]) -> str:
    """Which line of the payslip to copy: it changed on 1 January 2019 and on 1 January 2024."""
    if net_social(mois):
        return "Le « montant net social » de chaque bulletin de paie."
    if avant_prelevement(mois):
        return "Le « net à payer » de chaque bulletin de paie."
    if mois[-1] < NET_SOCIAL_DEPUIS:
        return f"{AVANT_IMPOT} de chaque bulletin de paie."
    return f"Jusqu’en décembre 2023, {AVANT_IMPOT[0].lower()}{AVANT_IMPOT[1:]} ; ensuite, le « montant net social »."


class RevenusForm(Formulaire):
    """Amounts of one adult. `activite` is the cleaned data of their activity page."""

    def __init__(
        self, donnees: Any = None, *, activite: dict[str, Any], mois: Sequence[Mois], **kwargs: Any
    ) -> None:
        super().__init__(donnees, **kwargs)
        self.mois = tuple(mois)
        self.choix = choix_des_mois(mois)
        statuts, autres = set(activite["statuts"]), activite["autres_revenus"]
        if statuts & {SALARIE, ETUDIANT}:
            self._ajouter_salaire()
        if AUTO_ENTREPRENEUR in statuts:
            self._ajouter_chiffres_d_affaires()
        if INDEPENDANT in statuts:
            self._ajouter_benefices()
        if activite["aah"]:
            self._mensuel("aah", "AAH perçue", "Le montant versé par la Caf.")
        if "ij_maladie" in autres:
            self._ajouter_arret()
        for nom, (libelle, indication) in MENSUELS.items():
            if nom in autres:
                self._mensuel(nom, libelle, indication)

    def _mensuel(self, nom: str, libelle: str, indication: str = "", **options: Any) -> None:
        self.fields[nom] = MontantsMensuelsField(
            mois=self.choix, label=libelle, help_text=indication, **options
        )

    def _ajouter_salaire(self) -> None:
        self._mensuel(
            "salaire_net",
            "Salaires, y compris le chômage partiel",
            aide_du_salaire(self.mois),
            aide="Le mois qui compte est celui de la date de paiement écrite sur le bulletin, "
            "pas celui où la banque a crédité votre compte. Sans salaire un mois, écrivez 0.",
        )

    def _ajouter_chiffres_d_affaires(self) -> None:
        for nom, libelle in CHIFFRES_D_AFFAIRES:
            self._mensuel(
                nom,
                libelle,
                required=False,
                aide="Le chiffre d’affaires encaissé dans le mois, sans rien retirer : "
                "l’abattement pour frais est fait par le calcul.",
            )

    def annees_de_benefice(self) -> range:
        """The calendar years whose profit may count, oldest first."""
        return range(self.mois[0].annee - ANNEES_DE_BENEFICE, self.mois[-1].annee + 1)

    def _ajouter_benefices(self) -> None:
        for annee in self.annees_de_benefice():
            self.fields[f"benefice_{annee}"] = MontantField(
                label=f"Bénéfice de l’année {annee}",
                required=False,
                aide="Le bénéfice imposable. Laissez vide si l’année n’est pas encore connue : "
                "le calcul prend alors la dernière année connue. En cas de déficit, écrivez 0.",
            )

    def _ajouter_arret(self) -> None:
        self._mensuel(
            "ij_maladie",
            "Indemnités d’arrêt maladie ou d’accident",
            "Le montant versé par l’Assurance Maladie.",
        )
        self.fields["date_arret_travail"] = DateSaisieField(
            label="Date de l’arrêt de travail",
            required=False,
            help_text="Par exemple 15/06/2026.",
            aide="Les indemnités comptent comme un salaire pendant les trois premiers mois de l’arrêt.",
        )
        avant = [suivant(self.mois[0], -n) for n in (3, 2, 1)]
        self.fields["ij_maladie_avant"] = MontantsMensuelsField(
            mois=choix_des_mois(avant),
            required=False,
            label="Les mêmes indemnités, les trois mois d’avant",
            help_text=f"En {trois_mois((avant[0], avant[1], avant[2]))}, si vous ne connaissez pas la date de l’arrêt.",
        )

    def clean(self) -> dict[str, Any]:
        """An auto-entrepreneur has at least one turnover, an independent at least one profit (0 is an answer)."""
        donnees = super().clean() or self.cleaned_data
        self._exiger_une_reponse(
            [n for n, _ in CHIFFRES_D_AFFAIRES], "Indiquez au moins un chiffre d’affaires, ou 0 chaque mois."
        )
        self._exiger_une_reponse(
            # The last year that is over is the one that people know.
            sorted((n for n in self.fields if n.startswith("benefice_")), key=self._annee_close),
            "Indiquez le bénéfice d’au moins une année, ou 0.",
        )
        return donnees

    def _annee_close(self, nom: str) -> tuple[bool, str]:
        return int(nom.removeprefix("benefice_")) < self.mois[-1].annee, nom

    def _exiger_une_reponse(self, noms: list[str], message: str) -> None:
        presents = [n for n in noms if n in self.fields]
        if presents and all(self.cleaned_data.get(n) is None for n in presents):
            if not any(n in self.errors for n in presents):
                self.add_error(presents[-1], message)

    def doutes(self) -> list[Doute]:
        """One question for each row of three amounts that looks odd."""
        questions = []
        for nom, champ in self.fields.items():
            montants = self.cleaned_data.get(nom)
            if isinstance(champ, MontantsMensuelsField) and montants and nom != "ij_maladie_avant":
                question = question_sur(montants, self.choix)
                if question:
                    questions.append(Doute(nom, question))
        return questions


def revenus_en_contrat(donnees: dict[str, Any]) -> dict[str, Any]:
    """Cleaned data of a `RevenusForm` in the exchange format: triples, yearly profits, date of the sick leave."""
    adulte: dict[str, Any] = {}
    benefices: dict[str, Decimal] = {}
    for nom, valeur in donnees.items():
        if valeur is None:
            continue
        if nom.startswith("benefice_"):
            benefices[nom.removeprefix("benefice_")] = valeur
        elif nom == "ij_maladie_avant":
            adulte["ij_maladie_before"] = list(valeur)
        elif nom == "date_arret_travail":
            adulte[nom] = valeur.isoformat()
        else:
            adulte[nom] = list(valeur)
    if benefices:
        adulte["tns_annuel"] = benefices
    return adulte
