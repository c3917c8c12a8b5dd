"""The value of a formula, worked out again from its text: "(7 million tons ÷ 1.5 million tons)^(1 ÷ 3) − 1".

    sum     = product { ("+" | "−") product }
    product = power { ("÷" | "×") power }
    power   = atom [ "^" atom ]
    atom    = operand | number | "(" sum ")"

An operand is a number as a document prints it. It stands for what was read there: a percentage for its hundredth, and
of a range its lower end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from msgspec import Struct

NUMBER = re.compile(r"\d+(?:\.\d+)?")
DEEPEST = 20
"""Brackets inside brackets; briefgen writes two."""


class FormulaError(ValueError):
    """The text is no formula, or has no value."""


def evaluate(formula: str, operands: Mapping[str, Decimal], number: Callable[[Decimal], bool]) -> Decimal:
    """The value of a formula with these printed numbers; `number` says which plain ones it may hold.

    Raises `FormulaError` where the text keeps no such grammar, or divides by nothing.
    """
    reader = _Reader(formula, sorted(operands.items(), key=lambda one: (-len(one[0]), one[0])), number)
    try:
        value, end = reader.sum(0, 0)
    except (ArithmeticError, InvalidOperation) as error:
        raise FormulaError(f"“{formula}” has no value") from error
    if end != len(formula):
        raise FormulaError(f"“{formula[end:]}” is no part of a formula")
    return value


class _Reader(Struct, frozen=True):
    """A formula with what its operands stand for; each method reads from a place on and tells where it ended."""

    text: str
    operands: list[tuple[str, Decimal]]
    number: Callable[[Decimal], bool]

    def sum(self, at: int, depth: int) -> tuple[Decimal, int]:
        value, at = self.product(at, depth)
        while sign := self.operator(at, "+−"):
            other, at = self.product(at + len(" + "), depth)
            value = value + other if sign == "+" else value - other
        return value, at

    def product(self, at: int, depth: int) -> tuple[Decimal, int]:
        value, at = self.power(at, depth)
        while sign := self.operator(at, "÷×"):
            other, at = self.power(at + len(" ÷ "), depth)
            value = value * other if sign == "×" else value / other
        return value, at

    def power(self, at: int, depth: int) -> tuple[Decimal, int]:
        value, at = self.atom(at, depth)
        if self.text.startswith("^", at):
            exponent, at = self.atom(at + 1, depth)
            value = value**exponent
        return value, at

    def atom(self, at: int, depth: int) -> tuple[Decimal, int]:
        if self.text.startswith("(", at) and depth < DEEPEST:
            value, at = self.sum(at + 1, depth + 1)
            if not self.text.startswith(")", at):
                raise FormulaError(f"“{self.text}” lacks a closing bracket")
            return value, at + 1
        for surface, value in self.operands:
            if self.text.startswith(surface, at):
                return value, at + len(surface)
        match = NUMBER.match(self.text, at)
        if match is None or not self.number(Decimal(match[0])):
            raise FormulaError(f"“{self.text[at : at + 20]}” is none of the numbers that it rests on")
        return Decimal(match[0]), match.end()

    def operator(self, at: int, signs: str) -> str:
        """The sign between two blanks, or nothing."""
        found = self.text[at : at + 3]
        return found[1] if len(found) == len(" + ") and found[0] == found[2] == " " and found[1] in signs else ""
