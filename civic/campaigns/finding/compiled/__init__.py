"""The same results as the plain functions beside it, compiled by numba (extra ``analysis``), for tens of thousands of texts and more.

All words of all texts stand as numbers in one array (``rows.py``). Each function here says which plain function it equals;
``tests/campaigns/test_compiled.py`` holds the two against each other.
"""
