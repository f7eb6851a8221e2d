"""Where photos are encoded, as the settings say: in this process, or by Ray, on other machines too.

No other room knows of Ray.
"""
