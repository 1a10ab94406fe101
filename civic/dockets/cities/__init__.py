"""What other cities wrote into laws of this kind: one TOML file each, in our own words, with sources.

What is not known to us is said as such, never left blank; what is heard without a source is marked *unconfirmed*. Any
city can contribute a file (docs/developers/cities.md); ``civic cities check`` says what is wrong with one, by line.
"""
