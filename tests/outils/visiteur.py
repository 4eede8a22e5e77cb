"""A browser without script, talking to a real server: cookies, forms, no redirect followed. It keeps what it saw."""

import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass(frozen=True)
class Vue:
    """One answer. `vers` is its Location, empty when it has none."""

    statut: int
    vers: str
    texte: str
    duree: float
    entetes: dict[str, str]


@dataclass
class Visiteur:
    """`Visiteur(web.port, "203.0.113.7")`; the address is what our one proxy would say (`NOMBRE_DE_PROXYS=1`)."""

    port: int
    ip: str = "203.0.113.7"
    cookies: dict[str, str] = field(default_factory=dict)
    # (what was asked for, what it answered) for each request, in order.
    vues: list[tuple[str, Vue]] = field(default_factory=list)

    def lire(self, chemin: str, **entetes: str) -> Vue:
        return self._demander("GET", chemin, None, entetes)

    def poster(self, chemin: str, champs: dict[str, str] | None = None, **entetes: str) -> Vue:
        return self._demander("POST", chemin, urlencode(champs or {}), entetes)

    def _demander(self, methode: str, chemin: str, corps: str | None, entetes: dict[str, str]) -> Vue:
        connexion = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        debut = time.monotonic()
        try:
            connexion.request(methode, chemin, corps, {**self._entetes(corps), **entetes})
            brute = connexion.getresponse()
            texte = brute.read().decode("utf-8", "replace")
            self._garder_les_cookies(brute.headers.get_all("Set-Cookie") or [])
            vue = Vue(
                brute.status,
                brute.headers.get("Location", ""),
                texte,
                time.monotonic() - debut,
                dict(brute.headers.items()),
            )
        finally:
            connexion.close()
        self.vues.append((chemin, vue))
        return vue

    def _entetes(self, corps: str | None) -> dict[str, str]:
        entetes = {"X-Forwarded-For": self.ip, "Origin": f"http://127.0.0.1:{self.port}"}
        if self.cookies:
            entetes["Cookie"] = "; ".join(f"{nom}={valeur}" for nom, valeur in self.cookies.items())
        if corps is not None:
            entetes["Content-Type"] = "application/x-www-form-urlencoded"
        return entetes

    def _garder_les_cookies(self, poses: list[str]) -> None:
        for pose in poses:
            for nom, biscuit in SimpleCookie(pose).items():
                if biscuit["max-age"] == "0" or biscuit["max-age"] == 0 or not biscuit.value:
                    self.cookies.pop(nom, None)
                else:
                    self.cookies[nom] = biscuit.value
