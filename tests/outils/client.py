"""The client that tests get as `client`: Django's, and it refuses a bad page."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.outils import page

# Django's own pages for agents are not ours to correct.
PAGES_DE_DJANGO = ("/agents/",)


def fautes_d_en_tete(reponse: HttpResponse) -> list[str]:
    """Breaches of the rule on pages that anybody's cache may keep."""
    politique = reponse.headers.get("Cache-Control", "")
    fautes = []
    if "unsafe-inline" in reponse.headers.get("Content-Security-Policy", "unsafe-inline"):
        fautes.append("Content-Security-Policy absente ou trop large")
    if "public" in politique:
        if reponse.cookies:
            fautes.append(f"une page publique pose des cookies : {', '.join(reponse.cookies)}")
        if "Cookie" not in reponse.headers.get("Vary", ""):
            fautes.append("une page publique doit porter Vary: Cookie")
        jetons = (b"csrfmiddlewaretoken", b"nonce=", b"data-preuve")
        if any(jeton in reponse.content for jeton in jetons):
            fautes.append("une page publique porte un jeton")
    return fautes


class ClientExigeant(Client):
    """Sends what a browser sends with a form, and checks every HTML response it receives.

    `client.tolerer("typographie")` lets through the faults that contain a word, for a test that says why.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tolere: list[str] = []

    def tolerer(self, *mots: str) -> None:
        """Accept, from now on, the faults whose sentence contains one of these words."""
        self.tolere += mots

    def generic(self, method: str, path: str, *args: Any, **extra: Any) -> HttpResponse:
        """As Django's, with the `Sec-Fetch-Site` of a browser unless the test says where it comes from."""
        provenance = {"HTTP_ORIGIN", "HTTP_REFERER", "HTTP_SEC_FETCH_SITE"}
        entetes = {nom.lower() for nom in (extra.get("headers") or {})}
        if not provenance & extra.keys() and not {"origin", "referer", "sec-fetch-site"} & entetes:
            extra["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return super().generic(method, path, *args, **extra)

    def request(self, **requete: Any) -> Any:
        reponse = super().request(**requete)
        if self._a_verifier(requete.get("PATH_INFO", ""), reponse):
            trouvees = page.fautes(reponse.content.decode(reponse.charset)) + fautes_d_en_tete(reponse)
            fautes = [f for f in trouvees if not any(mot in f for mot in self.tolere)]
            assert not fautes, f"{requete.get('PATH_INFO')} :\n  " + "\n  ".join(dict.fromkeys(fautes))
        return reponse

    @staticmethod
    def _a_verifier(chemin: str, reponse: Any) -> bool:
        return (
            not reponse.streaming
            and bool(reponse.content)
            and reponse.headers.get("Content-Type", "").startswith("text/html")
            and not chemin.startswith(PAGES_DE_DJANGO)
        )
