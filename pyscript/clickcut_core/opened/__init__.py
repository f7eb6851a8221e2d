"""One photo that is open: its views, its history, and what can be read of its objects' masks.

What is said of an object, prompt by prompt, is the session's.
"""
