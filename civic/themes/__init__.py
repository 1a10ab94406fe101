"""Themes: the codebook of a docket, and which readable comments belong to which of its themes.

A *theme* has a name and a definition; it is renamed, merged, split or retired, never deleted, and each change keeps the
words before it. A *coding* is what one person found in one comment: its themes, whether it asks for a change, whether
its words can be quoted. One coding counts; a second one, by another person, only measures how far two readers agree.
"""
