"""What pandoc needs to know of our styles, and the settings of the finished document (ECMA-376 part 1, 17.15)."""

from __future__ import annotations

from greenpaper.model import Protection
from greenpaper.word.ooxml import Element, el, p, serialize
from greenpaper.word.package import WORD, Package

# Of w:documentProtection (17.15.1.29). No password: it keeps from slips, and whoever has to can lift it.
_EDIT = {Protection.TRACKED: "trackedChanges", Protection.READ_ONLY: "readOnly"}

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


def reference(styles: bytes) -> bytes:
    """The package for pandoc's `--reference-doc`: it takes names and ids of styles from it."""
    package = Package()
    package.add(DOCUMENT, serialize(el("w:document", el("w:body", p("Normal")))), f"{WORD}document.main+xml")
    package.add(STYLES, styles, f"{WORD}styles+xml")
    package.relate("", "officeDocument", DOCUMENT, "rId1")
    package.relate(DOCUMENT, "styles", STYLES, "rId1")
    return package.to_bytes()


def settings(language: str, protection: Protection, *, duplex: bool, decimal: str = ",", notes: bool = True) -> bytes:
    """word/settings.xml. Nothing here makes Word ask or update: no `w:updateFields`, no attached template.

    With `duplex`, left-hand pages mirror right-hand ones (17.15.1.57). `notes` says that there is a part for footnotes.
    """
    compatibility = {
        "compatibilityMode": "15",  # Word 2013 and later; any less shows "compatibility mode"
        "overrideTableStyleFontSizeAndJustification": "1",
        "enableOpenTypeFeatures": "1",
        "doNotFlipMirrorIndents": "1",
        "differentiateMultirowTableHeaders": "1",
        "useWord2013TrackBottomHyphenation": "0",
    }
    uri = "http://schemas.microsoft.com/office/word"
    root = el(
        "w:settings",
        el("w:zoom", percent="100"),
        el("w:embedTrueTypeFonts"),
        el("w:mirrorMargins") if duplex else None,
        *_protection(protection),
        el("w:defaultTabStop", val="720"),
        el("w:autoHyphenation"),
        el("w:consecutiveHyphenLimit", val="2"),
        el("w:hyphenationZone", val="357"),
        el("w:doNotHyphenateCaps"),
        el("w:characterSpacingControl", val="doNotCompress"),
        el("w:footnotePr", el("w:footnote", id="-1"), el("w:footnote", id="0")) if notes else None,
        el("w:compat", *(el("w:compatSetting", name=key, uri=uri, val=val) for key, val in compatibility.items())),
        el("m:mathPr", el("m:mathFont", {"m:val": "Cambria Math"})),
        el("w:themeFontLang", val=language),
        el("w:decimalSymbol", val=decimal),
        el("w:listSeparator", val=";"),
    )
    return serialize(root)


def _protection(protection: Protection) -> list[Element]:
    """Whether changes are tracked, and what is enforced, in the schema's order."""
    tracked = protection in {Protection.TRACKED, Protection.OPEN}
    edit = _EDIT.get(protection)
    return [
        *([el("w:trackRevisions")] if tracked else []),
        *([el("w:documentProtection", edit=edit, enforcement="1")] if edit else []),
    ]
