"""Is the vote ready? A published list of process checks, each computed from evidence, as of today or as of the vote.

*Check*: one question about the process (was the text online long enough, was everybody asked in time …). It is *met*,
*not yet* met, *missed* (it can no longer be met for the vote as it is planned), or the city has set no number for it.
*Last day*: the last day on which a check can still be met, or could have been.
*Fault*: a vote that was taken while a check was not met, without an urgency. It stays open on the docket.
*Urgency*: who decided to vote all the same, and why; kept with the council's votes (council: urgency).

After the vote the checks are those of the vote's instant: nothing entered later changes them. It stands above every domain
that it reads from, and nothing below knows it: the roll call asks through a hook.
"""
