"""Accounts of staff, officials and representatives; roles; offices and who holds them; the city's policy settings.

Residents have no row here: nobody needs an account to comment, check, change, withdraw, appeal or sign.
"""
