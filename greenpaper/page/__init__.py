"""Book tree -> HTML text. Pure.

`body` is the branch of the tree that only HTML needs, `write_body` has pandoc write it, `titles` has it write what the
contents repeat, `render` puts all of it into the template, `self_contained` makes one file of the page and what it
refers to.
"""

from greenpaper.page.branch import body, write_body
from greenpaper.page.one_file import self_contained
from greenpaper.page.template import Entry, contents, render
from greenpaper.page.titles import titles

__all__ = ["Entry", "body", "contents", "render", "self_contained", "titles", "write_body"]
