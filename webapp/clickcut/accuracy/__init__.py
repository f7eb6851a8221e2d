"""Measures how good the masks are: the field's protocol of simulated clicks, for ours and the stock graphs.

Nothing a visitor or a server uses comes through here.
"""
