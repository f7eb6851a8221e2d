"""The network for other programs: graphs with the inputs and outputs that they expect, and a card."""
