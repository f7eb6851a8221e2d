"""What this machine's processor can do; it measures nothing."""

from __future__ import annotations

import os
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")  # https://docs.kernel.org/arch/x86/cpuinfo.html
_VNNI = {"avx512_vnni", "avx_vnni"}


def has_vnni(cpuinfo: Path = _CPUINFO) -> bool:
    """Tell whether an x86 processor adds 8-bit products in 32 bits; no, wherever Linux does not say so."""
    try:
        lines = cpuinfo.read_text("ascii", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return not _VNNI.isdisjoint(flags.split())


def cores() -> int:
    """Count the cores that this process may use, where the system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
