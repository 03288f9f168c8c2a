"""The table of rules: every code that a finding can have, its weight, and what docs/findings.md says of it.

A document would be wrong: error. It would be worse than it could be: warning. It is a matter of taste: note.
document.toml decides otherwise, per code, in [severity]. Faults of settings are no findings: they always stop.
"""

from __future__ import annotations

from dataclasses import dataclass

from greenpaper.model import Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """One code. The texts are Markdown; `example` is what an author wrote, `cure` what to do instead."""

    code: str
    severity: Severity
    title: str
    explanation: str
    example: str
    cure: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules about one thing, under one heading of docs/findings.md."""

    title: str
    rules: tuple[Rule, ...]


_CHAPTERS = (
    Rule("front-matter-broken", _ERROR, "Front matter that cannot be read",
         "The lines between `---` on top of a chapter are YAML: one `key: value` each, every key once.",
         "`title: Needs: today and later`", "Quote a value with a colon in it: `title: \"Needs: today and later\"`."),
    Rule("front-matter-unknown-key", _WARNING, "Unknown key in front matter",
         "A key that is not known has no effect, most often because it is misspelt.",
         "`titel: Needs`", "Correct the key, or take it out; docs/writing.md lists them."),
    Rule("title-missing", _ERROR, "Chapter without a title",
         "Without a title the file's name stands in the table of contents.",
         "a chapter that begins with text", "Begin it with `# Title`, or give `title:` in its front matter."),
    Rule("title-differs", _WARNING, "Two titles that differ",
         "Front matter, first heading and document.toml may each give the title; only one of them is shown.",
         "`title: Needs` above `# Needs and goals`", "Make them the same, or keep one."),
    Rule("heading-level", _WARNING, "Second heading of level 1",
         "A chapter has one title, and its other headings lie below that. This one is set one level lower.",
         "`# Goals` in the middle of a chapter", "Write `## Goals`."),
    Rule("heading-skip", _WARNING, "Heading that skips a level",
         "Screen readers go by levels (WCAG 2.1, 1.3.1), and numbers would lack a part. It is set one level below.",
         "`#### Costs` right after `## Goals`, in a callout too", "Write `### Costs`."),
    Rule("heading-empty", _ERROR, "Heading without text",
         "Readers who go by headings would land on nothing, and the contents would hold an empty line. It is left out.",
         "`##` and nothing behind it", "Write the heading, or take the signs out."),
    Rule("id-duplicate", _ERROR, "The same id twice",
         "Links lead to the first place only.",
         "`## Goals {#goals}` in two chapters", "Choose another id for one of them."),
    Rule("comment-unclosed", _ERROR, "Comment that is not closed",
         "A remark in `<!-- -->` never reaches an output; without its end, nor does the rest of the chapter.",
         "`<!-- ask Kari about this`", "Close it with `-->`."),
    Rule("code-unclosed", _ERROR, "Code block that is not closed",
         "Everything to the end of the chapter would be set as code, headings and links too.",
         "three backticks without three more below", "Close it with the same marks."),
    Rule("dialect-unknown", _WARNING, "Sign of another tool",
         "Tabs, `[TOC]`, abbreviations, snippets, macros and some attributes of MkDocs mean nothing here.",
         "`=== \"Tab\"`", "Take it out, or write it another way."),
    Rule("math-syntax", _ERROR, "Formula that cannot be read",
         "A formula is TeX between dollar signs. This one is not closed, or holds a command or sign that is not known.",
         "`$\\frac{1}{2$`", "Mend it; where the dollar sign is a price, write `\\$`."),
    Rule("note-missing", _ERROR, "Footnote without a text",
         "The mark would stand in the text as it is typed.", "`[^3]` and no line `[^3]: …`", "Add the text."),
    Rule("note-twice", _ERROR, "Footnote with two texts",
         "The second text would be lost.",
         "two lines that begin with `[^1]:`", "Give one another name, and its mark too."),
    Rule("note-unused", _WARNING, "Footnote that nothing refers to",
         "Its text is in no output.",
         "`[^1]: …` and no `[^1]`", "Put the mark where it belongs, or take the text out."),
    Rule("control-character", _ERROR, "Character that is none",
         "Control characters and private characters, often left by copying from Word, show as boxes or not at all."
         " Where the weight is lowered, they are left out.",
         "U+F0B7 in front of a line", "Take it out, or write what was meant, here `- ` for a list."),
    Rule("glyph-missing", _ERROR, "Character in no font",
         "No font of the theme has it, so the PDF would show an empty box and break PDF/UA. Where"
         " the weight is lowered, `\ufffd` stands in its place, in text of SVG images too.",
         "an emoji", "Write it in another way, or add a font that has it under `[[fonts.files]]` in theme.toml."),
    Rule("font-letters", _WARNING, "Font that lacks letters of the document's language",
         "The theme's font for text or headings lacks some of them; letters of another font would stand there.",
         "a family without č, đ and ŋ in a document in Northern Sámi", "Choose another family in theme.toml."),
    Rule("sign-missing", _WARNING, "Sign of a style sheet in no font",
         "A `content` or `list-style-type` of your own style sheet writes a character that no font of the theme has.",
         "`h1::before { content: \"🡆\" }`", "Write another sign, or add a font that has it."),
)  # fmt: skip

_STATUS = (
    Rule("status-missing", _WARNING, "Chapter without a status table",
         "Each chapter states how far it has come; the status page lists them all.",
         "a chapter that begins with text",
         "Begin it with `| Status | Version | Maturity | Normative level |` and one row."),
    Rule("status-columns", _ERROR, "Status table of another shape",
         "The table has these four columns in this order and one row. With fewer cells, values land in wrong columns.",
         "`| Release | draft | veileder |`", "Give four cells; one may be empty: `| Release | | draft | veileder |`."),
    Rule("status-unknown", _ERROR, "Word that the vocabulary lacks",
         "Status, maturity and normative level are words of a vocabulary, so that everyone means the same by them.",
         "`QA version` as status, `Testing` as maturity", "Write the suggested word, or replace the vocabulary."),
    Rule("version-malformed", _ERROR, "Version that is none",
         "A version is one to four numbers with dots, and a suffix after a hyphen if need be.",
         "`v0.9.x`", "Write `v0.9.1`, `1.0` or `1.0-rc.1`."),
    Rule("status-must", _ERROR, "Status without what it demands",
         "Release and Normative must state version and normative level.",
         "`| Release | v1.0 | mature | |`", "Add the normative level, to the chapter or to document.toml."),
    Rule("status-should", _WARNING, "Status without what it should have",
         "Prerelease and Deprecated should state version and the proposed normative level.",
         "`| Prerelease | | review | veileder |`", "Add the version."),
    Rule("status-differs", _WARNING, "Chapter and document differ in status",
         "That can be meant, since chapters ripen one by one. Where it is not, readers are misled.",
         "a chapter says Release, document.toml says Prerelease", "Correct the one that is wrong."),
    Rule("version-differs", _WARNING, "Chapter and document differ in version",
         "Versions are compared as text: 0.9 and 0.9.0 are two ways to write one, 0.95 is another than 0.9.5.",
         "a chapter says v0.9.5, document.toml says 0.95", "Correct the one that is wrong."),
    Rule("maturity-differs", _WARNING, "Front matter and status table differ in maturity",
         "A chapter has one maturity.",
         "`maturity: test` above `| Prerelease | v0.9.1 | review | veileder |`", "Make them the same."),
    Rule("level-differs", _WARNING, "Chapter and document differ in normative level",
         "Readers have to know what binds them.",
         "a chapter says veileder, document.toml says retningslinje", "Correct the one that is wrong."),
)  # fmt: skip

_HEARING = (
    Rule("hearing-incomplete", _ERROR, "Hearing without what readers need",
         "A document on hearing tells when it was sent, until when answers are taken, and where they go.",
         "`[hearing]` without `deadline`", "Add what is missing to `[hearing]` in document.toml."),
    Rule("hearing-deadline-before-sent", _ERROR, "Deadline before the hearing begins",
         "One of the two dates is wrong.",
         "`sent = 2027-03-01` with `deadline = 2027-02-01`", "Correct it."),
    Rule("hearing-deadline-differs", _WARNING, "Two deadlines",
         "A chapter states another deadline than document.toml, or than another chapter. It is read from prose: look.",
         "29 August in one chapter, 29 September in another", "Correct the one that is wrong."),
    Rule("hearing-short", _WARNING, "Less than six weeks for answers",
         "Utredningsinstruksen 3-3: never less than six weeks.",
         "`sent = 2027-03-01` with `deadline = 2027-03-29`", "Set a later deadline."),
    Rule("hearing-reason", _WARNING, "Less than three months without a reason",
         "Utredningsinstruksen 3-3: three months as a rule, and a reason where it is less.",
         "`sent = 2027-03-01` with `deadline = 2027-05-01`", "Add `reason` to `[hearing]`, or set a later deadline."),
    Rule("hearing-over", _WARNING, "Hearing facts in a finished document",
         "A document that is released or normative is no longer on hearing; its cover would still ask for answers.",
         "`status = \"Release\"` with `[hearing]`", "Take `[hearing]` out, or mend the status."),
    Rule("question-left", _WARNING, "Question of the hearing in a finished document",
         "A document that is released or normative no longer asks for answers.",
         "`!!! question` with `status = \"Release\"`", "Take the question out, or mend the status."),
    Rule("date-from-clock", _NOTE, "Date taken from the clock",
         "Without `date` and outside git the document carries the day it is built, another one each day.",
         "a folder that is not in git", "Give `date` in document.toml, or commit the document."),
)  # fmt: skip

_LINKS = (
    Rule("link-anchor", _ERROR, "Link to a heading that is not there",
         "An anchor is found by the rules of GitHub, pandoc and Python-Markdown; this one by none of them.",
         "`[costs](05-costs.md#yearly-cost)`", "Take the suggestion: `[costs](05-costs.md#yearly-costs)`."),
    Rule("link-file", _ERROR, "Link to no chapter",
         "A link without a scheme leads to a chapter of the document, by its path from the chapter it stands in.",
         "`[costs](05-costs)`, `[us](www.example.no)`", "Write `05-costs.md`, `https://www.example.no`."),
    Rule("link-case", _ERROR, "Link in another case",
         "It works on some machines and not on others.",
         "`[terms](Terms.md)` to the file `terms.md`", "Write the file's name as it is."),
    Rule("link-scheme", _ERROR, "Link of another scheme",
         "Readers can follow http, https, mailto and tel; a file on the author's machine they cannot.",
         "`[notes](file:///home/kari/notes.docx)`", "Publish the file and link to that, or take the link out."),
    Rule("link-empty", _ERROR, "Link without an address",
         "It was forgotten.",
         "`[costs]()`", "Give the address, or take the link out."),
    Rule("link-malformed", _ERROR, "Link with an address that is none",
         "No program can take it apart, so none can follow it.",
         "`[us](https://[example.no/)`", "Correct it."),
    Rule("link-text-missing", _ERROR, "Link without text",
         "Nobody could see or hear it (WCAG 2.1, 2.4.4). It is left out.",
         "`[](05-costs.md)`", "Say where it leads: `[the costs](05-costs.md)`."),
    Rule("link-text", _WARNING, "Link that does not say where it leads",
         "Screen readers list the links without the text around them (WCAG 2.1, 2.4.4).",
         "`Read more [here](05-costs.md)`",
         "Let the link be the words that name its target: `more of [the costs](05-costs.md)`."),
    Rule("link-text-same", _NOTE, "Links that say the same and lead elsewhere",
         "In a list of links nobody can tell them apart.",
         "`[the form](https://a.example)` and `[the form](https://b.example)` in one chapter",
         "Give them different texts."),
)  # fmt: skip

_IMAGES = (
    Rule("image-missing", _ERROR, "Image that is not there",
         "Its place says so in every output.",
         "`![Map](img/mapp.png)`", "Take the suggested name, or add the file."),
    Rule("image-case", _ERROR, "Image in another case",
         "It works on some machines and not on others.",
         "`![Map](img/Map.PNG)` for the file `map.png`", "Write the file's name as it is."),
    Rule("image-unreadable", _ERROR, "Damaged image",
         "The file is cut off or broken, or an SVG cannot be drawn.",
         "a PNG that was only half copied", "Export it anew from the program it comes from."),
    Rule("image-oversized", _ERROR, "Image that is too large",
         "At most 25 MB and 40 million pixels, or 200,000 elements in an SVG. A page shows no more than 1340 x 1900.",
         "a photograph of 9000 x 6000 pixels", "Make it smaller."),
    Rule("image-format", _ERROR, "Image of another format",
         "PNG, JPEG, GIF, WebP and SVG are taken; what is in the file counts, not its name.",
         "a TIFF, a PDF, a drawing of Visio", "Export it as SVG or PNG."),
    Rule("image-remote", _ERROR, "Image on the network",
         "Nothing is fetched: the document would change, or fail, with somebody else's server.",
         "`![Map](https://example.no/map.png)`", "Save the image in the document's folder and name that file."),
    Rule("image-outside", _ERROR, "Image outside the document's folder",
         "It would be missing on every other machine, and in the archive.",
         "`![Map](../../pictures/map.png)`, `![Map](/img/map.png)`",
         "Copy it into the folder and write its path from the chapter."),
    Rule("image-active", _ERROR, "SVG that does something",
         "Scripts and declared entities can do harm and draw nothing.",
         "an SVG with `<script>` or `<!ENTITY ...>`", "Export it anew as plain SVG."),
    Rule("image-html-lost", _ERROR, "SVG with text as HTML",
         "PDF and Word do not draw HTML in SVG (`foreignObject`), so the text is missing in all outputs.",
         "an export of a web based drawing program", "Export it with its text as SVG text, or as PNG."),
    Rule("image-html", _WARNING, "SVG with text as HTML beside simpler text",
         "The simpler text is drawn. Drawing programs cut it off where it is long: look at the result.",
         "an export of draw.io", "Switch off Formatted Text in draw.io, then export it anew."),
    Rule("image-reference", _ERROR, "SVG that lacks a part",
         "It refers to a file beside it or on the network; such parts are not drawn.",
         "`<image href=\"logo.png\"/>` in an SVG", "Embed the pictures when exporting."),
    Rule("image-style", _WARNING, "SVG with a style from the network",
         "A font or style sheet that an SVG asks for is not fetched; the theme's fonts are used.",
         "`@import url(https://fonts.example/...)` in an SVG", "Embed fonts when exporting, or turn text into paths."),
    Rule("image-alt", _ERROR, "Image without alternative text",
         "Who cannot see the image gets nothing of it (WCAG 2.1, 1.1.1), and the PDF would break PDF/UA. Where the"
         " weight is lowered, the caption stands for it, or words that say that the description is missing.",
         "`![](img/map.png)`",
         "Say what it shows: `![Map of the five regions](img/map.png)`. If it shows nothing, say that:"
         " `![](img/line.svg){.decorative}`."),
    Rule("image-alt-filler", _WARNING, "Alternative text that says nothing",
         "It names the kind of image or the file, not what is to be seen.",
         "`![Illustration](img/map.png)`, `![Map. Illustration.](img/map.png)`", "Say what it shows."),
    Rule("image-height", _WARNING, "Image with a height and no width",
         "Only the width is used, so that an image always fits the page and keeps its form.",
         "`![…](x.png){height=5mm}`", "Give the width; the height follows."),
    Rule("heading-number", _WARNING, "Number typed in a heading",
         "Headings are numbered here, so the number would stand there twice.",
         "`## 3.1 Costs`", "Take the number out: `## Costs`."),
    Rule("figure-caption", _NOTE, "Image without a caption",
         "It has no number, is in no list of figures, and cannot be referred to.",
         "an image in a paragraph of its own", "Write the caption in the line below: `*The five regions*`."),
    Rule("figure-caption-guessed", _NOTE, "Paragraph that is taken for a caption",
         "A short paragraph without a full stop right after an image is most often its caption; here nothing says so.",
         "`The five regions` in a paragraph of its own after an image",
         "Put it in italics if it is the caption, `*The five regions*`; end it with a full stop if it is not."),
    Rule("figure-link", _WARNING, "Image that leads elsewhere",
         "A link round an image opens the image in a browser. One to another place is left out: paper shows no link.",
         "`[![Map](img/map.png)](https://www.example.no)`", "Put the link into the caption or the text."),
)  # fmt: skip

_BLOCKS = (
    Rule("table-header", _WARNING, "Table without a header row",
         "Screen readers read the column's name with each cell (WCAG 2.1, 1.3.1).",
         "`| | |` as the first line", "Name the columns in the first line."),
    Rule("table-header-cell", _WARNING, "Column without a name",
         "Screen readers read the column's name with each cell (WCAG 2.1, 1.3.1); here they read nothing.",
         "`| | Cost |` as the first line", "Name every column, that of the rows' names too: `| Measure | Cost |`."),
    Rule("table-cells", _ERROR, "Row that is longer than its table's head",
         "What a row has more of than the head would be lost, as the rules of Markdown's tables want it.",
         "`` | `a|b` | c | `` below `| Code | Meaning |`",
         "Correct the row; write a bar that is text as `\\|`, in code too. Head and line below it need as many cells."),
    Rule("callout-unclosed", _ERROR, "Block that is not closed",
         "Everything to the end of the chapter would stand in it.",
         "`::: note` without an end", "Close it with a line `:::`."),
    Rule("callout-unknown", _WARNING, "Unknown kind of callout",
         "It is set as a note, or stays in the text with its marks where nothing could be made of it.",
         "`!!! notis`, `> [!TULL]`",
         "Write one of note, info, tip, important, warning, danger, example, quote, question."),
    Rule("callout-empty", _WARNING, "Callout without text",
         "The text of `!!! note` is indented by four spaces; here none is.",
         "`!!! note` and text at the left edge below it", "Indent the text."),
    Rule("blank-paragraph", _WARNING, "Paragraph or list item of blanks",
         "Screen readers stop at it and read \"blank\"; the theme gives the room between paragraphs. It is left out.",
         "`&nbsp;` in a line of its own", "Take it out."),
    Rule("blank-characters", _NOTE, "Several blanks or line breaks in a row",
         "They line text up by eye, which holds in no other font, and Word's accessibility checker marks them.",
         "`Name:&nbsp;&nbsp; Kari`, `<br><br>`", "Leave one; a table or a list lines text up."),
    Rule("raw-html", _WARNING, "HTML that is not taken over",
         "The tag is left out and its text kept: what it does in a browser, PDF and Word could not show.",
         "`<iframe src=...>`", "Write it as Markdown; docs/writing.md lists the tags that work."),
    Rule("raw-html-style", _NOTE, "HTML that asks for a look",
         "Looks belong to the theme, so that the document is of one piece.",
         "`<span style=\"color: red\">`", "Take it out, or use emphasis."),
)  # fmt: skip

_PDF = (
    Rule("pdf-resource", _ERROR, "Part that the PDF lacks",
         "An image, font, style sheet or table cell of the page could not be used. No PDF is written.",
         "a font file that is damaged", "See that the file is there and whole; export an image anew, or as PNG."),
    Rule("pdf-glyph", _ERROR, "Character that the PDF lacks",
         "No font of the theme has it. Those of the text are found before (glyph-missing); this one comes from the"
         " settings, the template or a style sheet. No PDF is written: it would break PDF/UA and PDF/A.",
         "an emoji in `content:` of print.css", "Write it in another way, or add a font that has it to theme.toml."),
    Rule("pdf-font", _ERROR, "Font that the PDF cannot hold",
         "It is of a kind that cannot be embedded whole. No PDF is written.",
         "a font of coloured emoji", "Take another font; static TrueType and OpenType work."),
    Rule("pdf-link", _ERROR, "Link inside the PDF that leads nowhere",
         "Two places have the same id, or none has it. The text's own links are found before; no PDF is written.",
         "a template with `<a href=\"#top\">` and no `id=\"top\"`", "Mend the link or the id."),
    Rule("pdf-note", _ERROR, "Footnote that is not printed once",
         "The layout lost a footnote at a page break, or printed it on two pages. No PDF is written.",
         "a long note whose reference stands in the last line of a page",
         "Move its reference to another place in the paragraph, or shorten the note."),
    Rule("pdf-style", _WARNING, "Style that has no effect in the PDF",
         "The theme's own style sheet says something that print does not know.",
         "`display: gird`", "Correct it, or put it in screen.css."),
    Rule("pdf-layout", _WARNING, "Page laid out otherwise than written",
         "Something did not fit or was left out.",
         "a footnote longer than a page", "Look at the page, and simplify what stands there."),
    Rule("pdf-library", _NOTE, "Fonts cut to size by another library",
         "The PDF is good, but its bytes are not those that other machines make.",
         "a machine without harfbuzz-subset", "Install libharfbuzz-subset0, as `./run` does."),
)  # fmt: skip

_WORD = (
    Rule("word-access", _WARNING, "Place that Word's accessibility checker marks",
         "The finished DOCX is looked over by Word's rules (docs/word.md). What comes from the text is told before, by"
         " a code of its own; this is what no other code tells. Without a line it comes from what Greenpaper adds.",
         "a table whose header row got lost on the way", "Write the place more simply, and report the fault."),
)  # fmt: skip

GROUPS: tuple[Group, ...] = (
    Group("Chapters", _CHAPTERS),
    Group("Status and version", _STATUS),
    Group("Hearing and date", _HEARING),
    Group("Links", _LINKS),
    Group("Images and figures", _IMAGES),
    Group("Tables, callouts, HTML", _BLOCKS),
    Group("PDF", _PDF),
    Group("Word", _WORD),
)
RULES: tuple[Rule, ...] = tuple(rule for group in GROUPS for rule in group.rules)
