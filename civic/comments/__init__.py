"""What residents say. Every comment has a tracking number; whoever sent it holds a private code and nothing else.

A *face* is what is public of one comment now; it equals a replay of the record. Words that are not public are sealed,
each text under a key of its own. Nothing here joins a comment to a person, an address or a second.
"""
