from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Nature
from portal.alea import nouvelle_reference


class CompteManager(BaseUserManager["Compte"]):
    """Creates accounts; the reference is drawn, never chosen."""

    def create_user(self, *, nature: str, password: str | None = None, **champs: Any) -> "Compte":
        """A saved account of the kind `nature`; without password it can't log in by one."""
        compte = self.model(nature=nature, **champs)
        compte.set_password(password)
        compte.full_clean(exclude=["password"])
        compte.save(using=self._db)
        return compte

    def create_superuser(self, password: str | None = None, **champs: Any) -> "Compte":
        """A saved agent with every right (`manage.py createsuperuser`)."""
        champs.update(nature=Nature.AGENT, is_staff=True, is_superuser=True)
        return self.create_user(password=password, **champs)


class Compte(AbstractBaseUser, PermissionsMixin):
    """What somebody logs in with. It says neither who they are nor what they receive."""

    reference = models.CharField(
        "référence", max_length=16, unique=True, default=nouvelle_reference, editable=False
    )
    nature = models.CharField("nature", max_length=8, choices=Nature.choices)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("accès au site des agents", default=False)
    date_creation = models.DateTimeField("créé le", default=timezone.now, editable=False)
    mot_de_passe_le = models.DateTimeField("mot de passe choisi le", null=True, editable=False)

    objects = CompteManager()

    USERNAME_FIELD = "reference"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            models.CheckConstraint(
                name="compte_nature_connue",
                condition=Q(nature__in=Nature.values),
                violation_error_message="La nature du compte est usager, bailleur ou agent.",
            ),
            models.CheckConstraint(
                name="compte_droits_reserves_aux_agents",
                condition=Q(nature=Nature.AGENT) | Q(is_staff=False, is_superuser=False),
                violation_error_message="Seul un compte d’agent ouvre le site des agents.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.reference}"
