"""Who is let in, and how much of the server one of them may take.

Nothing here knows what is asked for.
"""
