"""What a photo has to offer before anybody has clicked: automatic masks, and which of them is the subject."""
