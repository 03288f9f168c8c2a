"""Cases that are a document folder: front matter that stops, settings, vocabulary, theme, names, paths, sizes."""

from __future__ import annotations

from collections.abc import Mapping

from tests.hostile.case import Content, Folder, Link, Pipe, Whole
from tests.hostile.ground import SETTINGS

ONE = "chapters/01-a.md"
CHAPTER = (
    "---\ntitle: Prøve\n---\n| Status | Version | Maturity | Normative level |\n|---|---|---|---|\n"
    "| Prerelease | v0.9.0 | review | veileder |\n\nTekst.\n"
)


def _front(lines: str) -> str:
    return CHAPTER.replace("title: Prøve\n", f"title: Prøve\n{lines}\n")


FRONT = [
    Whole("front", name, {ONE: _front(lines)}, says)
    for name, lines, says in (
        ("anchor", "level: &a veileder", (f"{ONE}:3: error: ", "[front-matter-broken]")),
        ("alias", "level: *a", (f"{ONE}:3: error: ", "[front-matter-broken]")),
        ("tag", 'level: !!python/object/apply:os.system ["touch @MADE@"]', (f"{ONE}:3: error: ", "tag")),
        ("tag-of-text", "level: !!str veileder", (f"{ONE}:3: error: ", "[front-matter-broken]")),
        ("twice", "title: Annet", (f"{ONE}:3: error: 'title' is given twice",)),
        ("twice-unknown", "a: 1\na: 2", (f"{ONE}:4: error: 'a' is given twice",)),
        ("twice-ignored", "tags: 1\ntags: 2", (f"{ONE}:4: error: 'tags' is given twice",)),
        ("deep", "tags: " + "[" * 2000, (f"{ONE}:3: error: ", "deep")),
        ("laughs", "tags: &a [x, x]\nauthors: &b [*a, *a]\nhide: [*b, *b]", (f"{ONE}:3: error: ",)),
        ("list", "level: [veileder]", (f"{ONE}:3: error: 'level' is no text",)),
        ("table", "level: {a: b}", (f"{ONE}:3: error: 'level' is no text",)),
        ("no-yaml", "level: a: b", (f"{ONE}:3: error: the front matter is no YAML",)),
        ("control", "level: \x07", (f"{ONE}:", "[front-matter-broken]")),
        ("unknown", "levl: veileder", (f"{ONE}:3: warning: ", "did you mean 'level'?")),
        ("bibliography", "bibliography: @SECRET@.txt", (f"{ONE}:3: warning: ", "'bibliography' is not known")),
        ("includes", "header-includes: <script>", (f"{ONE}:3: warning: ", "'header-includes' is not known")),
        ("css", "css: @SECRET@.css", (f"{ONE}:3: warning: ", "'css' is not known")),
        ("merge", "<<: {level: x}", (f"{ONE}:3: warning: ", "'<<' is not known")),
        ("large", "\n".join(f"# {'x' * 90}" for _ in range(300)), (f"{ONE}:1: error: ", "characters")),
        ("no-language", "lang: x y", (f"{ONE}:3: error: 'x y' is no language tag",)),
        ("template", 'maturity: "{{ 7*191 }}"', (f"{ONE}:3: warning: ", "[maturity-differs]")),
    )
]
FRONT += [
    Whole("front", "no-end", {ONE: "---\ntitle: x\n\n# Prøve\n\nTekst.\n"}, (f"{ONE}:1: error: ", "has no end")),
    Whole("front", "number", {ONE: CHAPTER.replace("title: Prøve", "title: 010")}, ()),
    Whole("front", "script", {ONE: CHAPTER.replace("Prøve", "'<script>alert(1)</script>'")}),
    Whole("front", "hidden", {ONE: CHAPTER.replace("Prøve", '"a \\u202e b"')}, ("[character-hidden]", f"{ONE}:2")),
    Whole("front", "escape", {ONE: CHAPTER.replace("Prøve", '"a \\x1b b"')}, ("[control-character]", f"{ONE}:2")),
    Whole("front", "template-title", {ONE: CHAPTER.replace("Prøve", '"{{ 7*191 }} $(touch @MADE@)"')}),
]


def _settings(name: str, text: str, *says: str) -> Whole:
    return Whole("settings", name, {"document.toml": text}, says)


def _with(line: str) -> str:
    return SETTINGS.replace("\n[hearing]", f"{line}\n\n[hearing]")


TOML = "document.toml"
SETTING = [
    _settings("no-toml", "title = ", f"{TOML}: error: this is not TOML"),
    _settings("twice", 'title = "b"\n' + SETTINGS, f"{TOML}:2: error: this is not TOML"),
    _settings("deep", _with(f"chapters = {'[' * 5000}"), "too deep"),
    _settings("large", SETTINGS + "# x\n" * 200_000, "more than 500000 characters"),
    _settings("encoding", SETTINGS.replace("Etaten", "\udcff"), "not UTF-8"),
    _settings("unknown", _with('shell = "touch @MADE@"'), f"{TOML}:8: error: key 'shell' is not known"),
    _settings("control", SETTINGS.replace("Prøve", "a\\u0007b"), f"{TOML}:1: error: ", "control characters"),
    _settings("newline", SETTINGS.replace("Prøve", "a\\nb"), f"{TOML}:1: error: ", "control characters"),
    _settings("hidden", SETTINGS.replace("Prøve", "a\\u202eb"), f"{TOML}:1: error: ", "U+202E"),
    _settings("markup", SETTINGS.replace("Prøve", "<script>alert(1)</script> {{ 7*191 }} %(x)s")),
    _settings("slug", _with('slug = "../x"'), f"{TOML}:8: error: key 'slug'"),
    _settings("slug-dash", _with('slug = "-rf"'), f"{TOML}:8: error: key 'slug'"),
    _settings("version", SETTINGS.replace('"0.9.0"', '"0.9.0/../../x"'), f"{TOML}:3: error: key 'version'"),
    _settings("version-number", SETTINGS.replace('"0.9.0"', "0.9"), f"{TOML}:3: error: key 'version'"),
    _settings("address", SETTINGS.replace("post@example.no", "javascript:alert(1)"), "error: key 'hearing.address'"),
    _settings("edition", SETTINGS + '\n[editions."../x"]\nwatermark = "draft"\n', "cannot be an edition's name"),
    _settings("theme-outside", _with('theme = "../outside"'), f"{TOML}:8: error: ", "outside"),
    _settings("theme-absolute", _with('theme = "/etc"'), f"{TOML}:8: error: ", "absolute"),
    _settings("vocabulary-outside", _with('vocabulary = "@UP@.toml"'), f"{TOML}:8: error: "),
    _settings("vocabulary-device", _with('vocabulary = "/dev/zero"'), f"{TOML}:8: error: "),
    _settings("chapter-outside", _with('chapters = ["@UP@.md"]'), f"{TOML}:8: error: "),
    _settings("chapter-absolute", _with('chapters = ["@SECRET@.md"]'), f"{TOML}:8: error: "),
    _settings("chapter-device", _with('chapters = ["/dev/zero"]'), f"{TOML}:8: error: "),
    _settings("chapter-backslash", _with("chapters = ['..\\outside\\x.md']"), f"{TOML}:8: error: ", "forward slashes"),
    _settings("chapter-hidden", _with('chapters = ["chapters/01\\u202e.md"]'), f"{TOML}:8: error: ", "U+202E"),
    _settings("chapter-null", _with('chapters = ["chapters/\\u0000.md"]'), f"{TOML}:8: error: "),
    _settings("chapter-long", _with(f'chapters = ["{"x" * 5000}.md"]'), f"{TOML}:8: error: "),
    _settings("chapter-twice", _with(f'chapters = ["{ONE}", "chapters/./01-a.md"]'), "listed twice"),
    _settings("severity", SETTINGS + '\n[severity]\nraw = "off"\n', "no finding has the code 'raw'"),
    Whole("settings", "link-out", {TOML: Link("@SECRET@.toml")}, ("document.toml", "error: ")),
    Whole("settings", "pipe", {TOML: Pipe()}, ("document.toml: error: ",), (TOML,)),
    Whole("settings", "folder", {TOML: Folder()}, ("document.toml: error: ",), (TOML,)),
    Whole("settings", "vocabulary", {TOML: _with('vocabulary = "v.toml"'), "v.toml": "a = " + "[" * 5000}, ("deep",)),
]


def _named(name: str, file: str, *says: str) -> Whole:
    return Whole("names", name, {f"chapters/{file}": CHAPTER}, says, (ONE,))


NAMES = [
    _named("blank", "01 a b.md"),
    _named("quote", "01-it's.md"),
    _named("double-quote", '01-"a".md', "Windows"),
    _named("semicolon", "01-a; touch made;.md"),
    _named("command", "01-$(touch made).md"),
    _named("backticks", "01-`touch made`.md"),
    _named("ampersand", "01-a & b && c.md"),
    _named("percent", "01-%(dependencies)s %s.md"),
    _named("braces", "01-{{ 7 }}.md"),
    _named("glob", "01-[a-z].md"),
    _named("pipe-sign", "01-a|b.md", "Windows"),
    _named("star", "01-*.md", "Windows"),
    _named("colon", "01-a:12.md", "Windows"),
    _named("hash", "01-a#b.md"),
    _named("at", "01-@a.md"),
    _named("newline", "01-a\nb.md", "'chapters/01-a\\nb.md' is no path"),
    _named("tab", "01-a\tb.md", "is no path"),
    _named("escape", "01-\x1b[31m.md", "is no path"),
    _named("hidden", "01-\u202edm.md", "U+202E"),
    _named("zero-width", "01-a\u200bb.md", "U+200B"),
    _named("bytes", "01-\udcff.md", "error: "),
    _named("composed", "01-bl\u00e5b\u00e6r-\u00f8.md"),
    _named("decomposed", "01-bla\u030abæ\u0308r.md"),
    _named("long", f"01-{'a' * 245}.md"),
    _named("long-letters", f"01-{'æ' * 120}.md"),
    _named("emoji", "01-\U0001f600.md"),
    _named("dots", "01-a...md"),
    _named("tag", "01-<b>.md", "Windows"),
    Whole("names", "dash", {TOML: _with('chapters = ["-rf.md", "--output.md"]'), "-rf.md": CHAPTER,
                            "--output.md": CHAPTER.replace("Prøve", "To")}),
    Whole(
        "names", "device", {TOML: _with('chapters = ["con.md"]'), "con.md": CHAPTER},
        (f"{TOML}:8: error: ", "Windows"),
    ),
    Whole(
        "names", "case", {ONE: CHAPTER, "chapters/01-A.md": CHAPTER},
        ("'chapters/01-a.md'", "'chapters/01-A.md'", "case"),
    ),
    Whole(
        "names", "forms", {"chapters/02-\u00e5.md": CHAPTER, "chapters/02-a\u030a.md": CHAPTER},
        ("accents", "error: "),
    ),
    Whole("names", "number", {f"chapters/{n:04d}-a.md": "# x\n" for n in range(1, 1002)}, ("more than 1000",)),
]  # fmt: skip
PATHS = [
    Whole("paths", "link-out", {"chapters/02-b.md": Link("@SECRET@.md")}, ("'chapters/02-b.md'", "outside")),
    Whole("paths", "link-device", {"chapters/02-b.md": Link("/dev/zero")}, ("'chapters/02-b.md'", "error: ")),
    Whole("paths", "link-circle", {"chapters/02-b.md": Link("02-b.md")}, ("'chapters/02-b.md'", "error: ")),
    Whole("paths", "link-nothing", {"chapters/02-b.md": Link("nothing.md")}, ("'chapters/02-b.md'", "error: ")),
    Whole("paths", "link-inside", {"chapters/02-b.md": Link("../other.md"), "other.md": CHAPTER}),
    Whole("paths", "pipe", {"chapters/02-b.md": Pipe()}, ("'chapters/02-b.md'", "error: ")),
    Whole("paths", "folder", {"chapters/02-b.md": Folder()}, ("'chapters/02-b.md'", "error: ")),
    Whole("paths", "listed-link", {TOML: _with('chapters = ["a/b.md"]'), "a": Link("..")}, (f"{TOML}:8: error: ",)),
    Whole("paths", "binary", {ONE: b"\x00\xff\xfe" * 100}, (f"{ONE}:1: error: ", "[file-encoding]")),
    Whole("paths", "utf-16", {ONE: CHAPTER.encode("utf-16")}, (f"{ONE}:1: error: ", "[file-encoding]")),
    Whole("paths", "empty", {ONE: b""}, (f"{ONE}:1: error: ",)),
]


def _large(name: str, text: str, *says: str) -> Whole:
    return Whole("sizes", name, {ONE: CHAPTER + "\n" + text + "\n"}, says)


SIZES = [
    _large("chapter", "ord " * 10 + ("\n" + "ord " * 20) * 13_000, f"{ONE}: error: ", "[text-size]"),
    _large("file", "ord\n" * 1_500_000, f"{ONE}: error: ", "MB"),
    _large("line", "x" * 20_000, f"{ONE}:10: error: ", "[text-size]"),
    _large("quotes", "> " * 3000 + "x", f"{ONE}:", "[text-depth]"),
    _large("lists", "- " * 3000 + "x", f"{ONE}:", "[text-depth]"),
    _large("divs", "\n".join("::: note" for _ in range(500)), f"{ONE}:", "[text-depth]"),
    _large("spans", "[" * 500 + "x" + "]{lang=nn}" * 500, f"{ONE}:", "[text-depth]"),
    _large("emphasis", "*a _b " * 300 + "x" + " c_ d*" * 300, f"{ONE}:", "[text-depth]"),
    _large("notes-in-circle", "x[^a]\n\n[^a]: Mer.[^b]\n\n[^b]: Enda mer.[^a]", f"{ONE}:12: error: ", "[note-circle]"),
    _large("note-in-itself", "x[^a]\n\n[^a]: Mer.[^a]", f"{ONE}:12: error: ", "[note-circle]"),
]
THEME: list[Whole] = []
_LOOKS: Mapping[str, tuple[Mapping[str, Content], tuple[str, ...]]] = {
    "deep": ({"styles/theme.toml": "a = " + "[" * 5000}, ("styles/theme.toml", "deep")),
    "unknown": ({"styles/theme.toml": "[colours]\nevil = '#000000'\n"}, ("styles/theme.toml:2: error: ",)),
    "colour": (
        {"styles/theme.toml": "[colours]\naccent = 'red; background: url(@SERVER@)'\n"},
        ("theme.toml:2: error: ",),
    ),
    "logo": ({"styles/theme.toml": "[logo]\nfile = '../@UP@.svg'\nalt = 'Merket'\n"}, ("theme.toml:2: error: ",)),
    "logo-absolute": (
        {"styles/theme.toml": "[logo]\nfile = '@SECRET@.svg'\nalt = 'Merket'\n"},
        ("theme.toml:2: error: ",),
    ),
    "sheet-file": (
        {"styles/print.css": "body { background: url('file://@SECRET@.svg') }"},
        ("styles/print.css:1: error: ",),
    ),
    "sheet-server": (
        {"styles/screen.css": "body { background: url('@SERVER@/a.png') }"},
        ("styles/screen.css:1: error: ",),
    ),
    "sheet-import": ({"styles/print.css": "@import '@SERVER@/a.css';"}, ("styles/print.css:1: error: ",)),
    "folder-link": ({"styles": Link("..")}, ("styles: error: ", "outside")),
    "sheet-link": ({"styles/print.css": Link("@SECRET@.css")}, ("styles/print.css", "error: ")),
    "sheet-pipe": ({"styles/print.css": Pipe()}, ()),
}  # fmt: skip
THEME += [Whole("theme", name, files, says) for name, (files, says) in _LOOKS.items()]
ALL: list[Whole] = [*FRONT, *SETTING, *NAMES, *PATHS, *SIZES, *THEME]
