"""The table of responses as readers get it, in every form. Pure."""
