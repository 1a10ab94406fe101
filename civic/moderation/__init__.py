"""Reading held comments and deciding: publish, or hide the private words and publish the rest.

There is no code for rudeness, criticism, opinion or being wrong, and nothing is deleted.
"""
