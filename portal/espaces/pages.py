"""The pages whose text changes only with the program: their address, their title, what leads to them.

One list serves the URLs, the site map and the search, so that a page can't be in one and missing from another.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ours. `nom` is its URL name without the namespace, and the name of its template."""

    nom: str
    chemin: str
    titre: str
    resume: str
    rubrique: str
    mots: str = ""
    espace: str = "allocataires"
    # URL name of the room that serves it, when it is not this one.
    ailleurs: str = ""

    @property
    def url(self) -> str:
        return self.ailleurs or f"espaces:{self.nom}"

    @property
    def gabarit(self) -> str:
        return f"espaces/{self.nom}.html"


DEMARCHES, ESPACES, AIDE, SITE = "Démarches", "Espaces", "Aide et contact", "Ce site"
RUBRIQUES = (DEMARCHES, ESPACES, AIDE, SITE)

PAGES = (
    Page(
        "simulations",
        "simulations/",
        "Faire une simulation",
        "Combien pourrais-je recevoir ?",
        DEMARCHES,
        "simulateur estimer calculer calcul montant droits combien",
    ),
    Page(
        "demandes",
        "demandes/",
        "Demander une prestation",
        "Par où commencer, et quels papiers préparer.",
        DEMARCHES,
        "demande bébé formulaire ouvrir dossier pièces justificatifs papiers inscription allocation aide",
    ),
    Page(
        "changements",
        "changements/",
        "Déclarer un changement",
        "Travail, famille, adresse : ce qu’il faut dire, et quand.",
        DEMARCHES,
        "changer changement bébé adresse déménagement situation naissance séparation mariage chômage emploi "
        "déclarer déclaration",
    ),
    Page(
        "rendez_vous",
        "rendez-vous/",
        "Prendre rendez-vous",
        "Sur place, par téléphone ou en visio.",
        DEMARCHES,
        "rdv rencontrer conseiller agence accueil guichet visio",
    ),
    Page(
        "mon_compte",
        "mon-compte/",
        "Mon Compte",
        "Suivre son dossier, ses paiements, ses courriers.",
        DEMARCHES,
        "connexion connecter espace identifiant mot de passe attestation paiement dossier suivi quotient "
        "familial",
        ailleurs="dossiers:accueil",
    ),
    Page(
        "oubli",
        "mot-de-passe-oublie/",
        "Mot de passe oublié",
        "Recevoir un code et choisir un nouveau mot de passe.",
        DEMARCHES,
        "perdu oublier récupérer code sms bloqué connexion",
        ailleurs="comptes:oubli",
    ),
    Page(
        "premiere_connexion",
        "premiere-connexion/",
        "Première connexion",
        "Ouvrir Mon Compte pour la première fois.",
        DEMARCHES,
        "créer compte inscription activation code courrier conjoint enfant nouveau",
        ailleurs="comptes:premiere_connexion",
    ),
    Page(
        "partenaires",
        "partenaires/",
        "Partenaires",
        "Communes, crèches, centres sociaux, associations.",
        ESPACES,
        "partenaire commune mairie crèche centre social association subvention convention",
        "partenaires",
    ),
    Page(
        "bailleurs",
        "bailleurs/",
        "Bailleurs",
        "Loyer de juillet, impayé, départ d’un locataire.",
        ESPACES,
        "bailleur propriétaire locataire loyer impayé juillet départ agence tiers payant",
        "bailleurs",
    ),
    Page(
        "contact",
        "contact/",
        "Nous contacter",
        "Par téléphone, sur place, par courrier.",
        AIDE,
        "téléphone numéro 3230 joindre appeler écrire adresse agence horaires réclamation médiateur",
    ),
    Page(
        "aide",
        "aide/",
        "Questions et réponses",
        "Les questions les plus posées, avec une réponse courte.",
        AIDE,
        "faq question réponse aide",
    ),
    Page(
        "plan",
        "plan-du-site/",
        "Plan du site",
        "Toutes les pages, sur une seule.",
        AIDE,
        "plan sommaire",
    ),
    Page(
        "accessibilite",
        "accessibilite/",
        "Accessibilité : non conforme",
        "Ce qui marche, ce qui manque, et comment nous le dire.",
        SITE,
        "accessibilité rgaa handicap lecteur écran contraste clavier",
    ),
    Page(
        "donnees_personnelles",
        "donnees-personnelles/",
        "Données personnelles",
        "Ce que ce site garde de vous, et combien de temps.",
        SITE,
        "rgpd vie privée cookies confidentialité",
    ),
    Page(
        "mentions_legales",
        "mentions-legales/",
        "Mentions légales",
        "Qui publie ce site, et sous quelle licence.",
        SITE,
        "éditeur hébergeur licence code source",
    ),
)

# What the home page proposes first, with the icon of each.
A_L_ACCUEIL = (
    ("simulations", "calculatrice"),
    ("demandes", "document"),
    ("changements", "crayon"),
    ("rendez_vous", "calendrier"),
)


def page(nom: str) -> Page:
    """The page of this name. Raises StopIteration for a name that is not in the list: a mistake of ours."""
    return next(p for p in PAGES if p.nom == nom)
