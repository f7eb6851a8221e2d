"""English, which every other language has the keys and the placeholders of."""
