"""Rules about files that come back: answers in DOCX and XLSX."""

from __future__ import annotations

from greenpaper.checks.rules.rule import ERROR, Rule

RETURNED: tuple[Rule, ...] = (
    Rule("returned-kind", ERROR, "File that is no DOCX or XLSX",
         "Only these two are read, whatever a file's name says; not those of Office before 2007.",
         "`svar.doc`, a PDF called `svar.docx`", "Save it as .docx or .xlsx."),
    Rule("returned-unreadable", ERROR, "Damaged file",
         "It is cut off, or means one thing to one program and another to the next.",
         "a file that broke off while it was sent", "Open it in Office, save it anew."),
    Rule("returned-encrypted", ERROR, "File with a password",
         "Nobody can read it without.",
         "a file that was locked in Word", "Ask for it without one."),
    Rule("returned-oversized", ERROR, "File that unpacks to too much",
         "It would take all memory.",
         "a package that unpacks to 1000 times its size", "Ask for the text alone, without what makes it so large."),
    Rule("returned-names", ERROR, "Parts with names that cannot be",
         "Programs read one or the other of two parts of a name, and write outside of a folder.",
         "two parts `word/document.xml`; one `../document.xml`", "Save it anew in Office."),
    Rule("returned-macros", ERROR, "File with macros or controls",
         "Macros are programs of whoever sent the file.",
         "a file saved as .docm and called .docx", "Save it as .docx or .xlsx, without them."),
    Rule("returned-embedded", ERROR, "File with other files in it",
         "A file within a file is read by nobody here, and may be anything.",
         "an Excel sheet put into a Word file", "Ask for that file by itself."),
    Rule("returned-entities", ERROR, "Declarations in the XML",
         "Office never writes any; they serve to read other files, and to fill the memory.",
         "`<!DOCTYPE ...>` in a part of the package", "Save it anew in Office."),
)  # fmt: skip
