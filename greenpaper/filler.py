"""Words that fill a place and say nothing there: as an image's alternative text, as a link's text. Pure."""

from __future__ import annotations

import posixpath
import re

# Words that name the kind of image or only lead up to what it shows; an alternative text of these alone says nothing.
_KINDS = frozenset(
    {
        *("illustrasjon", "illustrasjonen", "figur", "figuren", "bilde", "bildet", "bilete", "biletet", "foto", "kart"),
        *("fotografi", "tegning", "teikning", "skisse", "skjermbilde", "skjermbilete", "diagram", "graf", "modell"),
        *("kartet", "diagrammet", "modellen", "logo", "ikon", "archimate", "visio", "govus", "govva", "govvus"),
        *("illustration", "image", "picture", "photo", "photograph", "drawing", "figure", "sketch", "screenshot"),
        *("kárta", "chart", "graph", "model", "map", "icon", "som", "viser", "syner", "av", "over", "en", "et", "ei"),
        *("the", "of", "a", "an", "showing", "shows"),
    }
)
_FILE = re.compile(r"[\w .-]+\.(?:png|jpe?g|gif|webp|svg|tiff?|bmp|pdf)|(?:img|dsc|p)[ _-]?\d+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")

_PUNCTUATION = re.compile(r"[^\w\s]|_")
# Of bokmål, nynorsk, Northern Sámi and English, without case and punctuation.
_LINKS = frozenset(
    {
        *("her", "klikk her", "trykk her", "se her", "les her", "les mer", "les mer her", "mer", "mer her", "last ned"),
        *("lenke", "lenken", "denne lenken", "link", "linken", "dette", "denne", "siden", "denne siden", "nettsiden"),
        *("sjå her", "les meir", "les meir her", "meir", "lenkje", "lenkja", "denne lenkja", "sida", "denne sida"),
        *("mer info", "mer informasjon", "meir info", "meir informasjon", "last ned her", "nettside", "nettstaden"),
        *("dás", "dáppe", "deaddil dás", "loga dás", "loga eanet", "loga lasi", "geahča dás", "liŋka", "dát", "eanet"),
        *("here", "click here", "see here", "read here", "read more", "read more here", "more", "more info"),
        *("more information", "learn more", "this", "this link", "this page", "page", "website", "download"),
    }
)


def is_alternative(plain: str, source: str = "") -> bool:
    """Whether an alternative text (WCAG 2.1, 1.1.1) names only the kind of image, or the file; `source` is its path."""
    file = posixpath.basename(source)
    names = {file.casefold(), posixpath.splitext(file)[0].casefold()} - {""}
    if _FILE.fullmatch(plain) or plain.casefold() in names:
        return True
    return all(word.casefold() in _KINDS for word in _WORD.findall(plain))


def is_link(plain: str) -> bool:
    """Whether a link's text does not say where it leads (WCAG 2.1, 2.4.4): "here", "read more"."""
    return " ".join(_PUNCTUATION.sub(" ", plain).casefold().split()) in _LINKS
