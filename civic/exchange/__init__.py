"""Taking in what reached the city by other ways: one comment at a time from paper, phone and hearings, or a file of many.

An *import* remembers which rows of its file it took by HMACs under a key of its own, so that it can be stopped, resumed
and run twice; when it closes, the key is destroyed, and nothing joins a row to a comment any more.
"""
