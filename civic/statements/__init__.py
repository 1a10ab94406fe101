"""Consultation statements: who was consulted, how and when, on which version, what they said, and what was done.

An *issue* is one thing that somebody consulted said and that asks for a response: quoted words, a code such as
``O18-4`` (A agency, O organization, I individual, P speaker at a hearing; source, item), and either a response
(outcomes: disposition) or a reason why it is listed as unanswered. The *statement* is frozen whole, as one canonical text
with a digest, and only when no issue is left over (I-49). What changes later is a further statement, which shows the
differences. Words quoted from comments are never kept in it: it names the place, and they are read while they are public.
"""
