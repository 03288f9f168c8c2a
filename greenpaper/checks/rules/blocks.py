"""Rules about tables, callouts, and the HTML, classes and attributes of authors."""

from __future__ import annotations

from greenpaper.checks.rules.rule import ERROR, NOTE, WARNING, Rule

BLOCKS: tuple[Rule, ...] = (
    Rule("table-header", WARNING, "Table without a header row",
         "Screen readers read the column's name with each cell (WCAG 2.1, 1.3.1).",
         "`| | |` as the first line", "Name the columns in the first line."),
    Rule("table-header-cell", WARNING, "Column without a name",
         "Screen readers read the column's name with each cell (WCAG 2.1, 1.3.1); here they read nothing.",
         "`| | Cost |` as the first line", "Name every column, that of the rows' names too: `| Measure | Cost |`."),
    Rule("table-cells", ERROR, "Row that is longer than its table's head",
         "What a row has more of than the head would be lost, as the rules of Markdown's tables want it.",
         "`` | `a|b` | c | `` below `| Code | Meaning |`",
         "Correct the row; write a bar that is text as `\\|`, in code too. Head and line below it need as many cells."),
    Rule("table-delimiter", ERROR, "Table without the line below its head",
         "Only with a line of hyphens between bars below its first row is it a table; without it, it is a paragraph in"
         " which the bars are printed. A blank line ends a table, so rows below one are no part of it.",
         "`| No | Demand |` with `| K1 | … |` right below it",
         "Write `|---|---|` below the row with the columns' names, and leave no blank line between rows."),
    Rule("table-caption", WARNING, "Caption without a table",
         "A paragraph that begins with `Table:`, `Tabell:` or `Tabealla:` is the caption of the table right before or"
         " after it. Here there is none, or it has a caption already, so the paragraph stays in the text.",
         "`Table 1: Costs` above a text",
         "Move it next to its table. The caption of an image stands in italics below the image."),
    Rule("callout-unclosed", ERROR, "Block that is not closed",
         "Everything to the end of the chapter would stand in it.",
         "`::: note` without an end", "Close it with a line `:::`."),
    Rule("callout-unknown", WARNING, "Unknown kind of callout",
         "It is set as a note, or stays in the text with its marks where nothing could be made of it.",
         "`!!! notis`, `> [!TULL]`",
         "Write one of note, info, tip, important, warning, danger, example, quote, question."),
    Rule("callout-empty", WARNING, "Callout without text",
         "The text of `!!! note` is indented by four spaces; here none is. Only a question may be its title alone.",
         "`!!! note` and text at the left edge below it", "Indent the text."),
    Rule("blank-paragraph", WARNING, "Paragraph or list item of blanks",
         "Screen readers stop at it and read \"blank\"; the theme gives the room between paragraphs. It is left out.",
         "`&nbsp;` in a line of its own", "Take it out."),
    Rule("blank-characters", NOTE, "Several blanks or line breaks in a row",
         "They line text up by eye, which holds in no other font, and Word's accessibility checker marks them.",
         "`Name:&nbsp;&nbsp; Kari`, `<br><br>`", "Leave one; a table or a list lines text up."),
    Rule("raw-html", WARNING, "HTML that is not taken over",
         "The tag is left out and its text kept: what it does in a browser, PDF and Word could not show.",
         "`<iframe src=...>`", "Write it as Markdown; docs/writing.md lists the tags that work."),
    Rule("active-content", ERROR, "HTML that acts, fetches or sends",
         "Scripts, styles, forms, frames, embedded objects and attachments have no place in a document. They are left"
         " out of every output, and the build stops, so that whoever takes the text over sees it.",
         "`<script>`, `<iframe>`, `<a onclick=…>`, `<link rel=attachment>`", "Take it out."),
    Rule("raw-format", ERROR, "Raw text for one output",
         "Every output is made of one text. Raw XML for Word could hold fields that fetch or run something.",
         "a code block that begins with `{=openxml}`", "Write it as Markdown."),
    Rule("attribute-unknown", WARNING, "Class or attribute without a meaning",
         "Classes and attributes that docs/writing.md does not list have no effect; those by which Greenpaper knows"
         " its own parts are not for authors. It is left out.",
         "`::: {.cover}`, `[text]{data-x=1}`", "Take it out."),
    Rule("raw-html-style", NOTE, "HTML that asks for a look",
         "Looks belong to the theme, so that the document is of one piece.",
         "`<span style=\"color: red\">`", "Take it out, or use emphasis."),
)  # fmt: skip
