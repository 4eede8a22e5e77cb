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


class UsageRecuperation(models.TextChoices):
    """Why somebody chooses a password without having typed the former one."""

    OUBLI = "oubli", "Mot de passe oublié"
    PREMIERE = "premiere", "Première connexion"
    CREATION = "creation", "Création d’un compte"


class EtatRecuperation(models.TextChoices):
    """How far a recovery went. The moves between two states are in `accounts.recuperation.etats`."""

    OUVERTE = "ouverte", "Coordonnées proposées"
    ENVOYEE = "envoyee", "Code demandé"
    PROUVEE = "prouvee", "Identité prouvée"
    TERMINEE = "terminee", "Mot de passe choisi"
    ABANDON = "abandon", "Abandonnée"


class FormeSecret(models.TextChoices):
    """What a secret looks like, and so what it may open."""

    CODE = "code", "Code de 6 chiffres"
    PREMIER = "premier", "Code de 8 chiffres, par courrier"
    LETTRE = "lettre", "Secret de 16 caractères, par courrier"


class UsagePassage(models.TextChoices):
    """Why a browser goes to FranceConnect."""

    CONNEXION = "connexion", "Se connecter"
    LIEN = "lien", "Relier un compte ouvert"
    SORTIE = "sortie", "Fermer la session là-bas"


class EtatPassage(models.TextChoices):
    """How far a journey went. The moves are in `accounts.services.franceconnect`."""

    PARTI = "parti", "Parti"
    REVENU = "revenu", "Revenu, identité demandée"
    IDENTIFIE = "identifie", "Identité reçue, à relier"
    FINI = "fini", "Fini"
