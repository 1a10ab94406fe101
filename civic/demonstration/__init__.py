"""The demonstration: a fictional city with illustrative ordinances, told in the files under ``content/``.

``content`` reads those files into typed values, ``plan`` says what the loaded dockets must show, and ``faults`` lists
everything in the files that does not fit together.
"""
