"""Core dumps, which would write the photos that a process holds to the disk."""

from __future__ import annotations

try:
    import resource
except ImportError:  # Windows leaves none
    resource = None  # type: ignore[assignment]


def leave_no_core_dump() -> None:
    """Have none written of this process, whatever ends it, and of those that it starts."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
