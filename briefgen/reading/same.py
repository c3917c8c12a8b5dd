"""Whether two values are the very same."""

from __future__ import annotations

from typing import Generic, TypeVar

Value = TypeVar("Value")


class Same(Generic[Value]):
    """A key for what was made from a value: equal to that of the very same value alone.

    To hash and compare thousands of terms, for each document again, would take longer than to read it. A cache that
    holds the key holds the value too, so that no other one gets its address.
    """

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value
