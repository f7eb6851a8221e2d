"""A folder of photos that is labelled in a browser, on Panel."""
