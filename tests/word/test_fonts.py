from __future__ import annotations

from greenpaper.theme import Theme
from greenpaper.word import fonts
from greenpaper.word.ooxml import NS, attribute
from tests.word.conftest import Docx


def test_obfuscation_hides_32_bytes_with_the_reversed_guid() -> None:
    hidden = fonts.obfuscate(bytes(40), "{00112233-4455-6677-8899-AABBCCDDEEFF}")
    assert hidden == bytes.fromhex("ffeeddccbbaa99887766554433221100") * 2 + bytes(8)


def test_the_embedded_faces_are_the_themes_files(docx: Docx, look: Theme) -> None:
    links = {link.get("Id"): link.get("Target") for link in docx["word/_rels/fontTable.xml.rels"]}
    files = {path: path.read_bytes() for path in (font.path for font in look.font_files)}
    found = {}
    for font in docx["word/fontTable.xml"]:
        for tag in ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"):
            entry = font.find(f"w:{tag}", NS)
            if entry is not None:
                data = docx.parts["word/" + links[attribute(entry, "r:id")]]
                clear = fonts.obfuscate(data, attribute(entry, "w:fontKey"))
                (path,) = [path.name for path, content in files.items() if content == clear]
                found[attribute(font, "w:name"), tag] = path
    assert found == {
        ("Source Sans 3", "embedRegular"): "SourceSans3-Regular.ttf",
        ("Source Sans 3", "embedBold"): "SourceSans3-Bold.ttf",
        ("Source Sans 3", "embedItalic"): "SourceSans3-It.ttf",
        ("Source Sans 3", "embedBoldItalic"): "SourceSans3-BoldIt.ttf",
        ("Source Code Pro", "embedRegular"): "SourceCodePro-Regular.ttf",
        ("Source Code Pro", "embedBold"): "SourceCodePro-Bold.ttf",
    }
    assert docx["word/settings.xml"].find("w:embedTrueTypeFonts", NS) is not None
