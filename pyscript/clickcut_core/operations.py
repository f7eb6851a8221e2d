"""What can be done to an open photo: methods of `Session`, forwarded from the element as the table says.

Arguments, defaults and sentences are the methods' own. The build hands the table to JavaScript, so an
operation needs nothing there but what calls it.
"""

from __future__ import annotations

LISTED, NAMED, INNER = "listed", "named", "inner"
"""The element has it as a method with these arguments; with one object that names them; not as a method."""

OPERATIONS = {
    "add_point": LISTED,
    "move_point": LISTED,
    "delete_point": LISTED,
    "set_box": LISTED,
    "delete_box": LISTED,
    "choose": LISTED,
    "stroke": LISTED,
    "invert": LISTED,
    "fill_holes": LISTED,
    "keep_largest": LISTED,
    "refine": NAMED,
    "look_at_whole": LISTED,
    "undo": LISTED,
    "redo": LISTED,
    "clear": LISTED,
    "add_object": LISTED,
    "select_object": LISTED,
    "delete_object": LISTED,
    "rename_object": LISTED,
    "show_object": LISTED,
    "move_object": LISTED,
    "take_proposal": INNER,
    "take_proposals": INNER,
    "look_closer": INNER,
    "cycle": INNER,
    "restore": INNER,
    "resume": INNER,
}
