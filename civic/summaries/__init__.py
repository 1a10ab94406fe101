"""Summaries: sentences about what people said, each opening to its comments, opposing views included.

A *sentence* is a finding, number, quote, opposing view, context or limit. It is published only when every check of
``checks.py`` passes and a second person approves. A published summary never changes: a later one supersedes it, and
whether a sentence still stands is worked out when it is shown, from the words that are public then. No quoted words are
copied into it; a quote is a place in its comment.
"""
