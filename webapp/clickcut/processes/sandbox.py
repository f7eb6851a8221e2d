"""A process shut in: it may compute, and answer on what is open already; the kernel refuses it all else.

By seccomp (https://docs.kernel.org/userspace-api/seccomp_filter.html), in Linux on x86-64. Nothing opens the
process again. What it will need of the disk has to be loaded before.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from errno import ENOSYS, EPERM

# Memory, threads, clocks and what is open already: numbers of x86-64, from Linux's syscall_64.tbl.
_ALLOWED = {
    **{"read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10},
    **{"munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19},
    **{"writev": 20, "select": 23, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35},
    **{"getpid": 39, "exit": 60, "gettimeofday": 96, "getrlimit": 97, "getrusage": 98, "sysinfo": 99},
    **{"getppid": 110, "sigaltstack": 131, "setrlimit": 160, "gettid": 186, "time": 201, "futex": 202},
    **{"sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229},
    **{"clock_nanosleep": 230, "exit_group": 231, "ppoll": 271, "set_robust_list": 273, "getcpu": 309},
    **{"getrandom": 318, "membarrier": 324, "rseq": 334},
}
_CLONE, _CLONE3, _PRLIMIT, _SECCOMP = 56, 435, 302, 317
_X86_64 = 0xC000003E  # AUDIT_ARCH_X86_64
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000  # SECCOMP_RET_…
_SET_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1
_CLONE_THREAD = 0x10000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06  # classic BPF
# Offsets in struct seccomp_data; arguments have 64 bits, the lower half first.
_NUMBER, _ARCHITECTURE, _ARGUMENT = 0, 4, 16


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def shut_in() -> bool:
    """Shut this process in, with all of its threads; tell whether the kernel does that."""
    if sys.platform != "linux" or platform.machine() != "x86_64" or sys.maxsize < 2**32:
        return False
    code = _filter()
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero) != 0:
        return False
    return bool(libc.syscall(_SECCOMP, _SET_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0)


def _filter() -> bytes:
    """Write the program that the kernel asks about each call."""
    steps = [_step(_LOAD, _ARCHITECTURE), _step(_EQUAL, _X86_64, 1, 0), _step(_RETURN, _KILL)]
    steps.append(_step(_LOAD, _NUMBER))
    for number in _ALLOWED.values():
        steps += [_step(_EQUAL, number, 0, 1), _step(_RETURN, _ALLOW)]
    # The C library tries `clone` then, whose flags can be seen here: threads may start, processes may not.
    steps += [_step(_EQUAL, _CLONE3, 0, 1), _step(_RETURN, _REFUSE | ENOSYS)]
    steps += [_step(_EQUAL, _CLONE, 0, 3), _step(_LOAD, _ARGUMENT), _step(_ANY_BIT, _CLONE_THREAD, 0, 5)]
    steps.append(_step(_RETURN, _ALLOW))
    # Of its own limits alone.
    steps += [_step(_EQUAL, _PRLIMIT, 0, 3), _step(_LOAD, _ARGUMENT), _step(_EQUAL, 0, 0, 1)]
    steps += [_step(_RETURN, _ALLOW), _step(_RETURN, _REFUSE | EPERM)]
    return b"".join(steps)


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
