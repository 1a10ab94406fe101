"""Workflows: how a matter may move in a city, as dated data files, and the place where a matter stands in its own.

A *workflow* is a file such as ``minneapolis.toml``: states, who acts, which may come next, what each step must cite, votes
needed, days that are known. A file has a version and the day from which it holds; a matter keeps the version under which
it started. ``definition`` says what a file may hold, ``reading`` reads and checks one, ``shelf`` knows all of them, and
``following`` walks a matter's steps along its workflow without touching a database.
"""
