"""Questions of a hearing: their numbers through the document, their list, and when they have to be gone."""

from __future__ import annotations

import pytest

from tests.documents import STATUS_TABLE, book, findings

FIRST = f"""# Behov

{STATUS_TABLE}
!!! question "Er ansvaret tydelig?"
    Flere virksomheter ser *verdiene*.[^1]

    - Hvem følger opp?

      Og hvem svarer?
    - Hvem betaler?

[^1]: En note.

Tekst.
"""
SECOND = f"""# Kostnader

{STATUS_TABLE}
> [!QUESTION]
> Hva koster det?
>
> 2. i år?
> 3. til neste år?

::: {{.question #tall}}
> Har dere tall?[^2]

| Når | Hvor |
|:--|:--|
| i år | her |
:::

[^2]: En note.
"""
CHAPTERS = ("chapters/behov.md", FIRST), ("chapters/kostnader.md", SECOND)


def test_the_index_lists_the_questions_of_all_chapters_in_order() -> None:
    made = book(*CHAPTERS, paragraph_numbers=True)
    assert made["book"]["questions"] == [
        {
            "id": "question-1",
            "number": "1",
            "title": "Er ansvaret tydelig?",
            "text": "Flere virksomheter ser verdiene.\n– Hvem følger opp?\nOg hvem svarer?\n– Hvem betaler?",
            "chapter": "behov",
        },
        {
            "id": "question-2",
            "number": "2",
            "title": "",
            "text": "Hva koster det?\n2. i år?\n3. til neste år?",
            "chapter": "kostnader",
        },
        {
            "id": "tall",
            "number": "3",
            "title": "",
            "text": "Har dere tall?\nNår\nHvor\ni år\nher",
            "chapter": "kostnader",
        },
    ]


@pytest.mark.parametrize("language, label", [("nn", "Spørsmål 1"), ("se", "Gažaldat 1"), ("en", "Question 1")])
def test_a_question_is_called_one_in_the_language_of_the_document(language: str, label: str) -> None:
    made = book(CHAPTERS[0], language=language)
    (question,) = (block for block in made["blocks"][0]["c"][1] if block["t"] == "Div" and block["c"][0][0])
    title = question["c"][1][0]["c"][1][0]["c"]
    assert "".join(item.get("c", " ") for item in title[:3]) == f"{label}:"


@pytest.mark.parametrize("status, left", [("work-in-progress", 0), ("prerelease", 0), ("release", 3), ("normative", 3)])
def test_a_finished_document_asks_no_question(status: str, left: int) -> None:
    told = [item for item in findings(book(*CHAPTERS, status=status)) if item.code == "question-left"]
    assert len(told) == left
    if told:
        assert [str(item.where) for item in told[:2]] == ["chapters/behov.md:8", "chapters/kostnader.md:8"]
        assert told[0].what == f"the status is {status.capitalize()}, but the text still asks a question of the hearing"


def test_an_author_may_not_take_the_id_of_a_numbered_question() -> None:
    text = f"# Behov\n\n{STATUS_TABLE}\n## Mål {{#question-1}}\n\n!!! question\n    Hva?\n"
    made = book(("chapters/behov.md", text))
    assert [item.code for item in findings(made)] == ["id-duplicate"]
    assert made["book"]["questions"][0]["id"] == "question-1"
