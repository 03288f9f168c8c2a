"""Releases: what stands against one, the sealed folder, the register, the proof that all are what they were.

`gates` and `register` are pure; `seal`, `verify` and `rebuild` do the work and are what the tasks call.
"""
