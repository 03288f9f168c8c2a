"""Rules about what is built: what only the finished PDF and DOCX show, and where it does not belong."""

from __future__ import annotations

from greenpaper.checks.rules.rule import ERROR, NOTE, WARNING, Rule

PDF: tuple[Rule, ...] = (
    Rule("pdf-resource", ERROR, "Part that the PDF lacks",
         "An image, font, style sheet or table cell of the page could not be used. No PDF is written.",
         "a font file that is damaged", "See that the file is there and whole; export an image anew, or as PNG."),
    Rule("pdf-glyph", ERROR, "Character that the PDF lacks",
         "No font of the theme has it. Those of the text are found before (glyph-missing); this one comes from the"
         " settings, the template or a style sheet. No PDF is written: it would break PDF/UA and PDF/A.",
         "an emoji in `content:` of print.css", "Write it in another way, or add a font that has it to theme.toml."),
    Rule("pdf-font", ERROR, "Font that the PDF cannot hold",
         "It is of a kind that cannot be embedded whole. No PDF is written.",
         "a font of coloured emoji", "Take another font; static TrueType and OpenType work."),
    Rule("pdf-link", ERROR, "Link inside the PDF that leads nowhere",
         "Two places have the same id, or none has it. The text's own links are found before; no PDF is written.",
         "a template with `<a href=\"#top\">` and no `id=\"top\"`", "Mend the link or the id."),
    Rule("pdf-note", ERROR, "Footnote that is not printed once",
         "The layout lost a footnote at a page break, or printed it on two pages. No PDF is written.",
         "a long note whose reference stands in the last line of a page",
         "Move its reference to another place in the paragraph, or shorten the note."),
    Rule("pdf-style", WARNING, "Style that has no effect in the PDF",
         "The theme's own style sheet says something that print does not know.",
         "`display: gird`", "Correct it, or put it in screen.css."),
    Rule("pdf-layout", WARNING, "Page laid out otherwise than written",
         "Something did not fit or was left out.",
         "a footnote longer than a page", "Look at the page, and simplify what stands there."),
    Rule("pdf-library", NOTE, "Fonts cut to size by another library",
         "The PDF is good, but its bytes are not those that other machines make.",
         "a machine without harfbuzz-subset", "Install libharfbuzz-subset0, as `./run` does."),
)  # fmt: skip

BUILD: tuple[Rule, ...] = (
    Rule("build-tracked", WARNING, "Built files in git",
         "What is in build/ belongs to the machine that made it. On another nothing of it is believed, but readers of"
         " the repository may take it for the document.",
         "`git add -f build`", "Run `git rm -r --cached build`, and name build/ and .doit.* in .gitignore."),
)  # fmt: skip

WORD: tuple[Rule, ...] = (
    Rule("word-access", WARNING, "Place that Word's accessibility checker marks",
         "The finished DOCX is looked over by Word's rules (docs/word.md). What comes from the text is told before, by"
         " a code of its own; this is what no other code tells. Without a line it comes from what Greenpaper adds.",
         "a table whose header row got lost on the way", "Write the place more simply, and report the fault."),
)  # fmt: skip
