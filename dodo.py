r"""The task graph of this document: chapters/ and document.toml become HTML, PDF and DOCX in build/.

    chapters/*.md --read--> build/tree/ --book--> build/book.json --page--> build/page.html --html--> build/*.html
                                 img/* --images--> build/img/           \\                  \\--pdf---> build/*.pdf
                                                                         \\--docx-------------------> build/*.docx

`doit list` shows the tasks, docs/architecture.md the files between them.
"""

from greenpaper.tasks import *  # noqa: F403 (doit finds tasks by their names here)
