"""Rules about a hearing that comes back: whose answers are read, of which version, by whom entered."""

from __future__ import annotations

from greenpaper.checks.rules.rule import NOTE, WARNING, Rule

RESPONSES: tuple[Rule, ...] = (
    Rule("response-folder", WARNING, "Answer that does not say whose it is",
         "Each respondent has a folder of its own; its name is how the table knows them.",
         "`responses/svar.docx`", "Move it to `responses/<respondent>/`."),
    Rule("response-by-hand", NOTE, "Answer that is not read",
         "PDF, e-mail and whatever else is no DOCX or XLSX is entered by hand.",
         "`responses/nord/brev.pdf`", "Enter its remarks in the table as rows; docs/hearing.md says how."),
    Rule("response-form", WARNING, "Workbook that is no form for answers",
         "Of workbooks only the form that was sent is read: of another, nobody knows what its columns mean.",
         "a list of remarks of the respondent's own", "Enter its remarks in the table as rows."),
    Rule("response-version", WARNING, "Answer to a version that is not on record",
         "The places of its remarks rest on what the file says of itself, or on a version that is like it.",
         "a draft that was sent out of build/ and not released", "Keep `releases/` of all that you send out."),
    Rule("response-foreign", WARNING, "Answer to no version that is known",
         "It is like nothing that was sent and names no version, so none of its remarks has a place.",
         "another document", "Enter its remarks in the table as rows; docs/hearing.md says how."),
    Rule("response-nothing", NOTE, "Answer without a remark",
         "It is what was sent, or what it says stands in what is not read: headers, pictures, the form's margins.",
         "a document that was sent back as it was", "Look into it."),
)  # fmt: skip
