"""A parameter whose owner looks at a value before it is taken."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

import param


@runtime_checkable
class Checking(Protocol):
    """An object that looks at what some of its parameters are set to."""

    def check(self, name: str, value: Any) -> None:
        """Raise what is wrong with a value."""


class OwnerChecked(param.Parameter[Any]):
    """Asks its owner's `check`; what that raises keeps the old value."""

    __slots__: list[str] = []

    def _validate(self, val: Any) -> None:
        super()._validate(val)  # type: ignore[no-untyped-call]
        if isinstance(self.owner, Checking) and not isinstance(self.owner, type):
            self.owner.check(str(self.name), val)
