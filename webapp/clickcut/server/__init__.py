"""The HTTP server: one app, its routes, its processes.

It decides nothing about photos, encoders or masks.
"""
