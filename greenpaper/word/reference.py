"""What pandoc needs to know of our styles; parts that every document has, and its settings (ECMA-376 part 1, 17.15)."""

from __future__ import annotations

from greenpaper.model import Protection
from greenpaper.word import fonts
from greenpaper.word.ooxml import Element, el, p, serialize
from greenpaper.word.package import WORD, Package
from greenpaper.words import Words

# Of w:documentProtection (17.15.1.29). No password: it keeps from slips, and whoever has to can lift it.
_EDIT = {Protection.TRACKED: "trackedChanges", Protection.READ_ONLY: "readOnly"}

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
FOOTNOTES, SETTINGS = "word/footnotes.xml", "word/settings.xml"
TEXTS = (DOCUMENT, FOOTNOTES)


def reference(styles: bytes) -> bytes:
    """The package for pandoc's `--reference-doc`: it takes names and ids of styles from it."""
    package = Package()
    package.add(DOCUMENT, serialize(el("w:document", el("w:body", p("Normal")))), f"{WORD}document.main+xml")
    package.add(STYLES, styles, f"{WORD}styles+xml")
    package.relate("", "officeDocument", DOCUMENT, "rId1")
    package.relate(DOCUMENT, "styles", STYLES, "rId1")
    return package.to_bytes()


def add(package: Package, sheet: bytes, lists: bytes, settings: bytes) -> None:
    """Add styles, lists and settings to a finished package, and relate them and its fonts to the document."""
    for kind, part, data in (
        ("styles", STYLES, sheet),
        ("numbering", NUMBERING, lists),
        ("settings", SETTINGS, settings),
    ):
        package.add(part, data, f"{WORD}{kind}+xml")
        package.relate(DOCUMENT, kind, part, f"rId{kind.capitalize()}")
    package.relate(DOCUMENT, "fontTable", fonts.PART, "rIdFonttable")


def settings(words: Words, protection: Protection, *, duplex: bool, notes: bool = True) -> bytes:
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
        el("w:themeFontLang", val=words.tag),
        el("w:decimalSymbol", val=words["decimal_mark"]),
        el("w:listSeparator", val=";" if words["decimal_mark"] == "," else ","),
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
