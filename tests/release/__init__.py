"""What is released, installed as its users install it: from the built files, in an empty environment."""
