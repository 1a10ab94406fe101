"""Matters, proposals, text versions and their provisions, the timeline, comment windows, ordinance facts.

A *docket* is the public page and number of one matter. A *text version* is immutable once published: it has a digest,
its provisions joined equal its text, and each provision keeps the identifier (wId) of where it first appeared. A wrong
version is withdrawn with a reason and replaced; both stay. While no version is published, "text not yet available
online" is a state with a clock.
"""
