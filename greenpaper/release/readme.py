"""README.txt of a release: what the folder is and holds, for who finds it years later. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from greenpaper.imprint import term_name
from greenpaper.project import Project
from greenpaper.release import bag, source, statement

NAME = "README.txt"
_CHECK = f"sha256sum --check {bag.PAYLOAD}"
_KINDS = (
    *(("-response.docx", "response"), ("-response.xlsx", "response"), ("-letter.md", "letter")),
    *((".anchors.json", "anchors"), (".pdf", "pdf"), (".docx", "docx"), (".html", "html")),
)
_DOCUMENT = ("pdf", "docx", "html", "response", "letter")  # in this order; all else are other files
_OTHERS = {statement.NAME: "statement", "packages.txt": "packages", "requirements.lock": "packages"}


def text(project: Project, payload: Iterable[str]) -> str:
    """The file, in the document's language. `payload` names all files below data/."""
    words, document, facts = project.words, project.document, project.stamp
    names = [name for name in payload if not name.startswith(f"{source.FOLDER}/")]
    kinds = {
        name: _OTHERS.get(name) or next((kind for end, kind in _KINDS if name.endswith(end)), "") for name in names
    }
    shown = sorted((name for name in names if kinds[name] in _DOCUMENT), key=lambda name: _DOCUMENT.index(kinds[name]))
    others = {name: kinds[name] for name in sorted(names) if name not in shown} | {f"{source.FOLDER}/": "source"}
    labelled = [
        (words["publisher"], document.publisher),
        (words["status"], term_name(project.vocabulary.statuses, facts.status, words)),
        (words["date"], words.date(facts.date)),
        *([(words["case_number"], document.case_number)] if document.case_number else []),
    ]
    parts = [
        [document.title, words["version_text"].format(version=facts.version)],
        [f"{label}: {value}" for label, value in labelled],
        [words["bag_kept"]],
        [words["bag_doc"], *_table({name: kinds[name] for name in shown}, words.strings)],
        [words["bag_more"], *_table(others, words.strings)],
        [words["bag_check"].format(command=_CHECK), words["bag_form"]],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _table(kinds: Mapping[str, str], words: Mapping[str, str]) -> Sequence[str]:
    width = max(map(len, kinds), default=0)
    return [f"  {bag.DATA}{name:<{width}}  {words.get(f'bag_{kind}', '')}".rstrip() for name, kind in kinds.items()]
