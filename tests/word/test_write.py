from __future__ import annotations


def test_docx(docx):
    print(docx.path)
