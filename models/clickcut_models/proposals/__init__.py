"""Graphs that ask what is in a photo before anybody has clicked: many points at once, masks compared.

They follow no click: what a proposal is worth, and which is shown, is decided in `clickcut_core.proposals`.
"""
