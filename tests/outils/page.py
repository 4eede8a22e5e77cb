"""What every HTML page of the portal must be, whatever it says.

`fautes(html)` returns one sentence for each breach. `ClientExigeant` runs it on each response that a test gets, and the
browser journeys run it on the pages they visit.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from django.conf import settings

from tests.outils import typographie

# Attributes that hold one or several identifiers of the same page.
RENVOIS = (
    "for",
    "form",
    "list",
    "headers",
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-owns",
)
CHAMPS = ("input", "select", "textarea")
SANS_ETIQUETTE = {"hidden", "submit", "button", "reset", "image"}
INTERACTIFS = {"a", "button", "input", "label", "select", "summary", "textarea"}
# Text in these is not prose.
HORS_TEXTE = {"script", "style", "code", "kbd", "pre", "samp", "textarea", "template"}
EN_LIGNE = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
    ),
    *("small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
ATTRIBUTS_LUS = ("title", "alt", "aria-label", "placeholder", "aria-description")
_BLANCS = re.compile(r"[ \t\n\r\f]+")


class Page:
    """A parsed page, with what tests ask of it."""

    def __init__(self, html: str) -> None:
        self.html = html
        analyseur = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.racine: Element = analyseur.parse(html)
        self.erreurs_analyse = [
            f"HTML invalide, ligne {position[0]} : {code} {donnees or ''}".rstrip()
            for position, code, donnees in analyseur.errors
        ]

    def tous(self, *noms: str) -> list[Element]:
        """Elements of these names, in the order of the page."""
        return [e for e in self.racine.iter() if isinstance(e.tag, str) and (not noms or _nom(e) in noms)]

    def titre(self) -> str:
        return " ".join(t.text or "" for t in self.racine.findall("./head/title")).strip()

    def liens(self) -> list[str]:
        """Addresses of the links, as written."""
        return [a.get("href", "") for a in self.tous("a") if a.get("href")]

    def texte(self) -> str:
        """Visible text, whitespace collapsed, blocks set apart."""
        corps = self.racine.find("./body")
        brut = "".join(_morceaux(corps)) if corps is not None else ""
        return re.sub(
            rf" ?{typographie.BLOC}[{typographie.BLOC} ]*", typographie.BLOC, _BLANCS.sub(" ", brut)
        )


def _nom(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _morceaux(element: Element) -> Iterator[str]:
    """Text of an element; a block is framed by separators; what is not prose counts as one opaque word."""
    if not isinstance(element.tag, str):
        return
    bord = "" if _nom(element) in EN_LIGNE else typographie.BLOC
    yield bord
    if _nom(element) in HORS_TEXTE or element.get("translate") == "no":
        yield "\ufffc" if not bord else ""
    elif element.get("lang", "fr").startswith("fr"):
        yield element.text or ""
        for enfant in element:
            yield from _morceaux(enfant)
            yield enfant.tail or ""
    yield bord


def fautes(html: str, *, titre_attendu: str | None = None) -> list[str]:
    """Everything wrong with a page; an empty list when nothing is."""
    page = Page(html)
    return [
        *page.erreurs_analyse,
        *_fautes_de_securite(page),
        *_fautes_de_structure(page, titre_attendu or settings.NOM_DU_SITE),
        *_fautes_de_renvoi(page),
        *_fautes_de_champ(page),
        *_fautes_d_imbrication(page),
        *_fautes_de_texte(page),
    ]


def _fautes_de_securite(page: Page) -> Iterator[str]:
    for e in page.tous():
        if _nom(e) == "script" and not e.get("src"):
            yield "script dans la page"
        if _nom(e) == "style":
            yield "<style> dans la page"
        for attribut, valeur in e.attrib.items():
            if attribut.startswith("on"):
                yield f"{attribut}= sur <{_nom(e)}>"
            if attribut == "style":
                yield f"style= sur <{_nom(e)}>"
            if attribut in {"href", "src", "action", "formaction"} and valeur.strip().lower().startswith(
                "javascript:"
            ):
                yield f"adresse javascript: sur <{_nom(e)}>"
        ressource = e.get("src") or (e.get("href", "") if _nom(e) in {"link", "use", "image"} else "")
        if re.match(r"(https?:)?//", ressource):
            yield f"ressource d’un autre hôte : {ressource}"


def _fautes_de_structure(page: Page, fin_du_titre: str) -> Iterator[str]:
    for reste in ("{{", "}}", "{%", "%}", "{#"):
        if reste in page.html:
            yield f"gabarit non rendu : « {reste} »"
    if page.racine.get("lang") != "fr":
        yield "lang=fr manque sur <html>"
    titre = page.titre()
    if not titre.endswith(fin_du_titre) or titre.strip(" –-|") == "":
        yield f"titre « {titre} » : il doit finir par « {fin_du_titre} »"
    if (nombre := len(page.tous("h1"))) != 1:
        yield f"{nombre} h1 au lieu d’un"
    if len(page.tous("main")) != 1:
        yield "il faut exactement un <main>"
    niveaux = [int(_nom(e)[1]) for e in page.tous("h1", "h2", "h3", "h4", "h5", "h6")]
    for avant, apres in itertools.pairwise(niveaux):
        if apres > avant + 1:
            yield f"un titre h{apres} suit un titre h{avant}"
    for e in page.tous("img"):
        if e.get("alt") is None:
            yield f"image sans alt : {e.get('src')}"


def _fautes_de_renvoi(page: Page) -> Iterator[str]:
    compte = Counter(e.get("id") for e in page.tous() if e.get("id") is not None)
    yield from (f"id « {i} » en {n} exemplaires" for i, n in compte.items() if n > 1)
    if "" in compte:
        yield "id vide"
    for e in page.tous():
        for attribut in RENVOIS:
            for cible in (e.get(attribut) or "").split():
                if cible not in compte:
                    yield f"<{_nom(e)}> {attribut}=« {cible} » ne désigne rien"
        href = e.get("href", "")
        if href.startswith("#") and href[1:] not in compte:
            yield f"le lien {href} ne mène à rien"


def _fautes_de_champ(page: Page) -> Iterator[str]:
    etiquettes = {e.get("for") for e in page.tous("label")}
    dans_etiquette = {id(d) for e in page.tous("label") for d in e.iter()}
    for e in page.tous(*CHAMPS):
        if _nom(e) == "input" and e.get("type", "text") in SANS_ETIQUETTE:
            continue
        nomme = (
            e.get("id") in etiquettes
            or id(e) in dans_etiquette
            or e.get("aria-label")
            or e.get("aria-labelledby")
        )
        if not nomme:
            yield f"champ « {e.get('name')} » sans étiquette"
    for e in page.tous("a", "button"):
        if not (
            "".join(e.itertext()).strip()
            or e.get("aria-label")
            or e.get("aria-labelledby")
            or _image_nommee(e)
        ):
            yield f"<{_nom(e)}> sans texte ({e.get('href') or e.get('name')})"


def _image_nommee(element: Element) -> bool:
    return any(_nom(d) == "img" and d.get("alt") for d in element.iter() if isinstance(d.tag, str))


def _fautes_d_imbrication(page: Page) -> Iterator[str]:
    """What the parser lets through but the standard forbids: something active inside something active."""
    for e in page.tous("a", "button", "summary"):
        for d in e.iter():
            if d is not e and isinstance(d.tag, str) and _nom(d) in INTERACTIFS and d.get("type") != "hidden":
                yield f"<{_nom(d)}> à l’intérieur de <{_nom(e)}>"
    for e in page.tous("ul", "ol"):
        yield from (
            f"<{_nom(d)}> directement dans <{_nom(e)}>"
            for d in e
            if isinstance(d.tag, str) and _nom(d) != "li"
        )


def _fautes_de_texte(page: Page) -> Iterator[str]:
    yield from typographie.fautes(page.texte())
    yield from typographie.fautes(page.titre())
    for e in page.tous():
        lus = [e.get(a, "") for a in ATTRIBUTS_LUS]
        if _nom(e) == "input" and e.get("type") in {"submit", "button"}:
            lus.append(e.get("value", ""))
        for texte in lus:
            yield from typographie.fautes(_BLANCS.sub(" ", texte))
