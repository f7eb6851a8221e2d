"""Processes of the server's own that work on what strangers sent: shut in, bounded, and never believed."""
