"""Campaigns: families of comments that are the same letter, merged for reading and never for exclusion.

A *family* holds comments of one docket that share a letter: exact copies, edited copies, and copies with a person's own
words added, which are always shown. Whether two comments share a letter is measured by *containment* (a letter lies whole
inside a longer comment), not by similarity. Comments of opposite stances never share a family, and a title, a
salutation or a footer alone never makes one. The computer suggests; moderators confirm, split, merge and undo, and each
step is an entry of its own. A *phrase campaign* (each sentence drawn from alternatives) is found by phrases that recur.
``finding`` is the measured core: pure functions without database or web.
"""
