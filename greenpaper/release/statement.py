"""release.json: what was released and how it was made, an in-toto statement with SLSA provenance (both v1). Pure.

It says nothing of the machine, the time or the person, so that the same source gives the same statement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from greenpaper import files
from greenpaper.release import content

NAME = "release.json"
CONTENT = "greenpaperContent1"  # name of the digest that ignores compression
REGISTERED = "greenpaper_register"  # what the register's entry has to say, but for what comes of the sealing
_BUILD_TYPE = "https://greenpaper.invalid/release/1.0"  # names, no addresses (RFC 2606)
_BUILDER = "https://greenpaper.invalid/greenpaper"


def make(
    *,
    outputs: Mapping[str, bytes],
    stamp: Mapping[str, Any],
    edition: str | None,
    source: str,
    chapters: Sequence[Mapping[str, Any]],
    findings: Sequence[Mapping[str, Any]],
    validation: Mapping[str, Any] | None,
    packages: Mapping[str, str],
    libraries: Mapping[str, str],
    fonts: Mapping[str, str],
    registered: Mapping[str, Any],
) -> str:
    """The statement as JSON text. `outputs` are the finished files, `source` the digest of what they were made of.

    `edition` is the name of the one that was released, None for the plain build.

    `chapters` are those of the book with their status, `findings` what was found and accepted, `validation` the record
    of `conformance`, None where the PDF was released without a validator's verdict,
    `registered` what the register says of the release, by which `doit verify` knows an entry that was changed.
    """
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": name, "digest": {"sha256": files.sha256(data), CONTENT: content.digest(name, data)}}
            for name, data in sorted(outputs.items())
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": _BUILD_TYPE,
                "externalParameters": {"stamp": stamp, **({"edition": edition} if edition else {})},
                "internalParameters": {"packages": packages, "libraries": libraries},
                "resolvedDependencies": [
                    {"name": "source", "digest": {"sha256": source}},
                    *([{"name": "commit", "digest": {"gitCommit": stamp["commit"]}}] if stamp["commit"] else []),
                    *({"name": f"fonts/{name}", "digest": {"sha256": digest}} for name, digest in fonts.items()),
                ],
            },
            "runDetails": {"builder": {"id": _BUILDER, "version": {"greenpaper": packages["greenpaper"]}}},
            # SLSA gives extensions the form vendor_name
            "greenpaper_chapters": [
                {"path": chapter["path"], "title": chapter["title"], "status": chapter["status"]}
                for chapter in chapters
            ],
            "greenpaper_findings": list(findings),
            "greenpaper_validation": validation,
            REGISTERED: registered,
        },
    }
    return json.dumps(statement, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
