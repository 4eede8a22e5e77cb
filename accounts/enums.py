from django.db import models


class Nature(models.TextChoices):
    """The kind of an account. A session of one kind opens nothing of another."""

    USAGER = "usager", "Usager"
    BAILLEUR = "bailleur", "Bailleur"
    AGENT = "agent", "Agent"


class NatureNir(models.TextChoices):
    """What the first digit of a NIR says of it. Only a definitive one is for life."""

    DEFINITIF = "definitif", "Numéro définitif"
    ATTENTE = "attente", "Numéro d’attente"
    PROVISOIRE = "provisoire", "Numéro provisoire"


class Canal(models.TextChoices):
    """How a person can be reached."""

    SMS = "sms", "SMS"
    COURRIEL = "courriel", "Courriel"
    COURRIER = "courrier", "Courrier"


class UsageVerification(models.TextChoices):
    """What somebody proves who they are for, with something that was sent to them."""

    OUBLI = "oubli", "Mot de passe oublié"
    PREMIERE = "premiere", "Première connexion"
    CREATION = "creation", "Création d’un compte"
    CONNEXION = "connexion", "Code à la connexion"
    PREUVE = "preuve", "Vérification avant un changement"
    CONTACT = "contact", "Nouvelle coordonnée"


class EtatVerification(models.TextChoices):
    """How far a verification went. The moves between two states are in `accounts.services.verification`."""

    OUVERTE = "ouverte", "Coordonnées proposées"
    ENVOYEE = "envoyee", "Code demandé"
    PROUVEE = "prouvee", "Identité prouvée"
    TERMINEE = "terminee", "Mot de passe choisi"
    ABANDON = "abandon", "Abandonnée"


class NatureFacteur(models.TextChoices):
    """What somebody shows besides a password."""

    TOTP = "totp", "Application de codes"
    CLE = "cle", "Clé d’accès"


class UsageAppareil(models.TextChoices):
    """Why a browser is known. One is not the other: a name remembered at the library is not a trusted telephone."""

    MEMOIRE = "memoire", "Montre un prénom à la connexion"
    CONFIANCE = "confiance", "Dispense du second facteur"


class FormeSecret(models.TextChoices):
    """What a secret looks like, and so what it may open."""

    CODE = "code", "Code de 6 chiffres"
    PREMIER = "premier", "Code de 8 chiffres, par courrier"
    LETTRE = "lettre", "Secret de 16 caractères, par courrier"
    LEVEE = "levee", "Secret de 16 caractères, pour retirer un second facteur"


class EtatLevee(models.TextChoices):
    """How far somebody who lost every second factor has come."""

    DEMANDEE = "demandee", "Courrier demandé"
    PROUVEE = "prouvee", "Code du courrier accepté"
    FAITE = "faite", "Seconds facteurs retirés"
    ANNULEE = "annulee", "Annulée"
