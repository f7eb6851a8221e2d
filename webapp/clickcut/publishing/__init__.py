"""Static sites: photos in, a folder out that any web server can serve; nothing of ours runs there."""
