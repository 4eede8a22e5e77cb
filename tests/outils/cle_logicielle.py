"""A passkey in Python: what a browser and its authenticator answer to our options, and how a thief would alter it."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG


@dataclass
class CleLogicielle:
    """One key. `compteur`: what it counts, 0 for those that do not; `verifie`: whether it knows its owner."""

    origine: str = "http://testserver"
    domaine: str = "testserver"
    compteur: int = 0
    compte_les_usages: bool = True
    verifie: bool = True
    identifiant: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    poignee: bytes = b""
    privee: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def creer(self, options: dict[str, Any], **remplace: Any) -> str:
        """The answer to `navigator.credentials.create`, as the page sends it."""
        self.poignee = websafe_decode(options["user"]["id"])
        donnees = AttestedCredentialData.create(
            Aaguid.NONE, self.identifiant, ES256.from_cryptography_key(self.privee.public_key())
        )
        auth = self._auth(FLAG.AT, donnees)
        return self._dire(
            clientDataJSON=self._client("webauthn.create", options, **remplace),
            attestationObject=bytes(AttestationObject.create("none", auth, {})),
        )

    def presenter(self, options: dict[str, Any], **remplace: Any) -> str:
        """The answer to `navigator.credentials.get`. `signature`, `origin`…: said instead of the truth."""
        if self.compte_les_usages:
            self.compteur += 1
        client = self._client("webauthn.get", options, **remplace)
        auth = self._auth(FLAG(0), b"")
        signature = self.privee.sign(bytes(auth) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._dire(
            clientDataJSON=client,
            authenticatorData=bytes(auth),
            signature=remplace.get("signature", signature),
            userHandle=remplace.get("userHandle", self.poignee),
        )

    def copier(self) -> "CleLogicielle":
        """The same secret in another hand, counting from where it is."""
        return CleLogicielle(**vars(self))

    def _auth(self, drapeaux: AuthenticatorData.FLAG, donnees: bytes) -> AuthenticatorData:
        drapeaux |= FLAG.UP | (FLAG.UV if self.verifie else FLAG(0))
        return AuthenticatorData.create(
            hashlib.sha256(self.domaine.encode()).digest(), drapeaux, self.compteur, donnees
        )

    def _client(self, genre: str, options: dict[str, Any], **remplace: Any) -> bytes:
        dit = {"type": genre, "challenge": options["challenge"], "origin": self.origine, "crossOrigin": False}
        return json.dumps({**dit, **{k: v for k, v in remplace.items() if k in dit}}).encode()

    def _dire(self, **champs: bytes) -> str:
        nom = websafe_encode(self.identifiant)
        reponse = {k: websafe_encode(v) for k, v in champs.items() if v}
        return json.dumps(
            {"id": nom, "rawId": nom, "type": "public-key", "response": reponse, "clientExtensionResults": {}}
        )
