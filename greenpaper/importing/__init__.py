"""A new document folder: from nothing (`skeleton`) or from another tool's project (`mkdocs`), written by `folder`."""
