"""Importing: from a file to law in numbered pieces.

An *import* reads what a clerk has (pasted words, Markdown) and gives an `ImportedText`: the text, its *provisions* (a
flat, ordered list whose texts joined give the whole text back), and *findings*, which are plain sentences about
anything a person should look at before the text is published. A *reader* never guesses silently: what it cannot read it
refuses with a sentence, what it doubts becomes a finding.
"""
