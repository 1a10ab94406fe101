"""Letters that organisations and residents sign, and the organisations themselves.

A letter is written as a *draft*, then *frozen*: a version with a fingerprint that can be signed and never changes. Other
words make another version, which begins without signatures. It is *delivered* to the docket by hand, or by itself at the
time by which people sign. An organisation is *unverified* until two people of the city have checked a label of it; a
*representative* is the person who speaks for it, requested at first, then confirmed.
"""
