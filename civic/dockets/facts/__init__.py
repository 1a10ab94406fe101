"""What one version of a text says, as a table of cells that two people stand behind.

A *cell* answers one question: it is *stated* (and names its sections), *not stated*, or *unclear* (with two readings).
A *sheet* is a whole table, appended when its writer hands it over; a second person looks for each *not stated* by
themselves before the sheet is *confirmed* and public. A new version starts from the confirmed table before it: what
cites unchanged sections comes over as a proposal, the rest must be looked at again.

``fields`` the questions · ``cells`` what a cell is and when it is refused · ``actions`` · ``carrying`` from one version
to the next · ``table`` a confirmed sheet as pages read it · ``typed`` what stands in the long form.
"""
