"""Greenpaper: Markdown chapters become a consultation document in HTML, PDF and DOCX, all carrying one stamp."""

__version__ = "0.1.0"
