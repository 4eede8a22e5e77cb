"""Passkeys (WebAuthn level 3), over `fido2`: what a browser is asked, and whether what it answers is right.

No database here. What is asked once is an `etat` that the caller keeps in the session and takes out as it is used; what
a browser answers comes from anybody, and everything odd in it is a `ReponseRefusee`.
"""

import hashlib
import ipaddress
import json
from dataclasses import dataclass
from typing import Any

from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

# How long a browser has to answer, seconds: the standard's own advice for who needs time (section 15.1).
DELAI = 300
LONGUEUR_MAX = 32 * 1024
# WebAuthn, section 6.5.1.1: an identifier has 1,023 bytes at most.
IDENTIFIANT_MAX = 1023
Etat = dict[str, Any]


class ReponseRefusee(Exception):
    """The answer is not the right one. Its text is for a test, never for a page or a journal."""


class AdresseEnChiffres(ValueError):
    """The site was opened by an IP address, to which no key can be bound."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a key is for: `domaine` is the identifier that it is bound to, `origine` the only page it may come from."""

    nom: str
    domaine: str
    origine: str


@dataclass(frozen=True, slots=True)
class CleCreee:
    """`donnees`: what is kept of a new key, its public half; `empreinte` finds it again."""

    donnees: bytes
    empreinte: bytes
    compteur: int


def lire_site(*, nom: str, schema: str, hote: str) -> Site:
    """From the scheme and the host of a request, already found acceptable. Raises AdresseEnChiffres."""
    domaine = hote.rpartition(":")[0] if hote.rpartition(":")[2].isdigit() else hote
    try:
        ipaddress.ip_address(domaine.strip("[]"))
    except ValueError:
        return Site(nom, domaine, f"{schema}://{hote}")
    raise AdresseEnChiffres(domaine)


def poignee_de(reference: str) -> bytes:
    """What a key keeps of the account it opens: 32 bytes that say nothing (section 14.6.1)."""
    return hashlib.sha256(f"clé d’accès\0{reference}".encode()).digest()


def condenser(identifiant: bytes) -> bytes:
    """What finds a key in the database. No key of ours: what it hides is random already."""
    return hashlib.sha256(identifiant).digest()


def demander_creation(
    site: Site, *, poignee: bytes, nom: str, connues: list[bytes], instant: float
) -> tuple[dict[str, Any], Etat]:
    """What to hand to `navigator.credentials.create`, and what to keep. `connues`: the keys that this account has."""
    options, etat = _serveur(site).register_begin(
        PublicKeyCredentialUserEntity(id=poignee, name=nom, display_name=nom),
        credentials=_descriptions(connues),
        # Found without being named: it can then open the account alone.
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _en_json(options), _dater(etat, instant)


def verifier_creation(site: Site, *, etat: Etat | None, reponse: str, instant: float) -> CleCreee:
    """The key that was made. Raises ReponseRefusee."""
    attendu = _encore_bon(etat, instant)
    try:
        lue = RegistrationResponse.from_dict(_lire(reponse))
        recue = _serveur(site).register_complete(attendu, lue)
        donnees = recue.credential_data
        if donnees is None or donnees.public_key.ALGORITHM not in CoseKey.supported_algorithms():
            raise ReponseRefusee("algorithme")
        if donnees.credential_id != lue.raw_id or not 0 < len(donnees.credential_id) <= IDENTIFIANT_MAX:
            raise ReponseRefusee("identifiant")
    # Whatever a parser does of bytes that anybody may send.
    except Exception as erreur:
        raise ReponseRefusee("création") from erreur
    return CleCreee(bytes(donnees), condenser(donnees.credential_id), recue.counter)


def demander_presentation(
    site: Site, *, connues: list[bytes], verifiee: bool, instant: float
) -> tuple[dict[str, Any], Etat]:
    """What to hand to `navigator.credentials.get`, and what to keep.

    `verifiee`: the key must know its owner (a finger, a face, a PIN): it then counts for two factors. Without `connues`
    the browser proposes those it has for this site.
    """
    exigence = UserVerificationRequirement.REQUIRED if verifiee else UserVerificationRequirement.PREFERRED
    options, etat = _serveur(site).authenticate_begin(
        credentials=_descriptions(connues) or None, user_verification=exigence
    )
    return _en_json(options), _dater(etat, instant)


def empreinte_presentee(reponse: str) -> bytes:
    """Which key this answer says it comes from. Raises ReponseRefusee."""
    try:
        return condenser(AuthenticationResponse.from_dict(_lire(reponse)).raw_id)
    except Exception as erreur:
        raise ReponseRefusee("forme") from erreur


def verifier_presentation(
    site: Site, *, etat: Etat | None, reponse: str, donnees: bytes, poignee: bytes, instant: float
) -> int:
    """The count that the key of these `donnees` gives, once its signature is right. Raises ReponseRefusee."""
    attendu = _encore_bon(etat, instant)
    try:
        lue = AuthenticationResponse.from_dict(_lire(reponse))
        _serveur(site).authenticate_complete(attendu, [AttestedCredentialData(donnees)], lue)
        # Section 7.2, step 6: a key that was asked for by name may not say whose it is; one that was not, must.
        dite = lue.response.user_handle
        if dite != poignee and (dite or attendu["user_verification"] == UserVerificationRequirement.REQUIRED):
            raise ReponseRefusee("porteur")
    except Exception as erreur:
        raise ReponseRefusee("présentation") from erreur
    return int(lue.response.authenticator_data.counter)


def _serveur(site: Site) -> Fido2Server:
    serveur = Fido2Server(
        PublicKeyCredentialRpEntity(id=site.domaine, name=site.nom),
        attestation=AttestationConveyancePreference.NONE,
        # Not a sub-domain, not another port.
        verify_origin=lambda origine: origine == site.origine,
    )
    serveur.timeout = DELAI * 1000  # type: ignore[assignment]
    return serveur


def _descriptions(connues: list[bytes]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(donnees) for donnees in connues]


def _en_json(options: Any) -> dict[str, Any]:
    return dict(dict(options)["publicKey"])


def _dater(etat: Any, instant: float) -> Etat:
    # Through JSON, as the session keeps it.
    garde: Etat = json.loads(json.dumps({**etat, "le": instant}))
    return garde


def _encore_bon(etat: Etat | None, instant: float) -> Etat:
    if etat is None or not 0 <= instant - etat["le"] <= DELAI:
        raise ReponseRefusee("rien n’a été demandé, ou c’est trop tard")
    return etat


def _lire(reponse: str) -> Any:
    if len(reponse) > LONGUEUR_MAX:
        raise ReponseRefusee("trop long")
    return json.loads(reponse)
