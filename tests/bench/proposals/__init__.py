"""What is found in photos before anybody has clicked: how good it is, and what it costs."""
