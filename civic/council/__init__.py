"""Bodies and their members, positions (one-way, dated, bound to a version), motions, roll calls, executive action.

Members do not converse here: no page lets one member reply or react to another, or read unpublished words. A roll call
entered here adds up to the seats filled that day; an imported one stays as printed, and what does not add up is a finding.
"""
