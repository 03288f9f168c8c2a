"""The hearing comes back: from returned files to one table of responses, and from there to the source."""
