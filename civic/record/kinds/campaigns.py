"""Campaigns, themes and summaries."""

from __future__ import annotations

from civic.record.fields import (
    B32,
    DOCKET,
    INT,
    LEAF,
    TEXT,
    code,
    maybe,
)  # fmt: skip
from civic.record.kinds.declaring import public

public("families.decided", "A moderator confirmed, split, merged or dissolved groups of near-identical comments, named who asked for a letter, or took such a step back; nothing is hidden by it.",
       docket=DOCKET, families=INT, comments=INT, sha256=B32, per_mille=maybe(INT), n=INT, ref=maybe(LEAF), sponsor=maybe(TEXT),
       act=code("confirm", "split", "merge", "dissolve", "declare", "undo"))
public("partner.attested", "A partner that collected comments in bulk said who it is, and that each person agreed to the words.",
       docket=DOCKET, source=B32, partner=TEXT, officer=TEXT)
public("codebook.published", "The themes and their definitions were published.",
       docket=DOCKET, n=INT, themes=INT, sha256=B32)
public("summary.published", "A summary was published; its counts add up to all readable comments.", people=2,
       docket=DOCKET, n=INT, body=TEXT, readable=INT, cited=INT, uncited=INT, without_theme=INT, ref=maybe(LEAF))
public("summary.superseded", "A later summary took the place of this one.",
       docket=DOCKET, ref=LEAF, replacement=LEAF)
public("summary.disputed", "Somebody disputed a sentence of a summary.", resident=True,
       docket=DOCKET, ref=LEAF, sentence=INT, body=TEXT)
public("dispute.decided", "A dispute over a sentence or a name was decided.",
       docket=DOCKET, ref=LEAF, outcome=code("corrected", "answered", "upheld", "rejected"), reasons=maybe(TEXT))
