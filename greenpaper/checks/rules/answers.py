"""Rules about answers that editors write in the workbook of the response table."""

from __future__ import annotations

from greenpaper.checks.rules.rule import ERROR, Rule

ANSWERS: tuple[Rule, ...] = (
    Rule("answer-workbook", ERROR, "Workbook that has no answers to read back",
         "It has no sheet with the columns of answers and the hidden one of identifiers.",
         "the workbook of the preset `iso`; one whose columns were renamed",
         "Take a new workbook of the preset plain."),
    Rule("answer-decision", ERROR, "Decision that is none",
         "Nobody knows what was decided, so the row's answer stays as the table has it.",
         "`perhaps` in a cell that was pasted over", "Choose one from the list."),
    Rule("answer-row", ERROR, "Row of a workbook that is not taken over",
         "It is a copy of another, names no respondent, says nothing, has a day that is none, or has left the table.",
         "a new row without a respondent", "Correct it, or write it into the table."),
    Rule("answer-late", ERROR, "Workbook that was saved while the table was made",
         "Its answers came after it was read; they are kept in a copy, since the workbook is written anew.",
         "a workbook that is saved during `doit responses`", "Have the copy read: `doit responses --answers FILE`."),
    Rule("answer-twice", ERROR, "Row that was answered in two places",
         "Its answer was changed in the workbook, and in another way in the table since the workbook was made.",
         "`followed` in the workbook, `partly` in table.toml", "Write what holds into the table."),
)  # fmt: skip
