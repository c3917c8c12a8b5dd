"""Jinja made safe for templates that editors write or paste (design: "Safety").

Fields of values can be read, nothing can be called but macros and blocks, no text can be multiplied, and no filter
calls its argument. What a template prints is bounded.

Words of the frame stand in `{% trans %}`, which Jinja's own extension reads. It would fill messages with `%`, whose
padding is without bound and whose escaping is HTML's; here a message is split at its slots, and words and values are
escaped like anything else that a template prints.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from markupsafe import Markup

from briefgen.language import Language, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import BaseLoader, nodes
    from jinja2.compiler import Frame
    from jinja2.runtime import Context

LONGEST_TEXT = 5_000_000
"""Characters that a template may join into one text, or print in all."""

_LARGEST = 10**12
"""The largest number that a template may calculate with."""
_SLOT = "\ue000"
"""Stands for a value while a message is escaped: a character of private use, taken out of messages before."""
_CALLABLE = (Macro, BlockReference, LoopContext)
BUILTIN_FILTERS = (
    *(
        "capitalize",
        "count",
        "default",
        "d",
        "dictsort",
        "first",
        "groupby",
        "items",
        "last",
        "length",
        "list",
        "lower",
    ),
    *("max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "trim", "unique", "upper"),
)
"""Jinja's filters that are kept. Gone are those that format, call, widen or mark text as safe: attr, center, escape,
format, indent, join (see `join_and`), map, replace, safe, slice, string, sum, tojson, urlize, xmlattr ..."""


class _Compiler(CodeGenerator):
    """Joins text (`~`) through the environment, so that joining cannot make source text pass as markup."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.join_text((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


@pass_context
def _finished(context: Context, value: object) -> object:
    """What is printed for a value. As it asks for the context, Jinja computes nothing of it while compiling."""
    return context.environment.marked(value)  # type: ignore[attr-defined] # ours


class SafeEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox, with the holes closed that its own documentation leaves to the application."""

    code_generator_class = _Compiler
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(
        self,
        loader: BaseLoader,
        filters: Mapping[str, Callable[..., Any]],
        escape: Callable[[str], Markup],
        language: Language,
    ) -> None:
        """Text from anywhere but the templates goes through `escape` before it is printed or joined to markup.

        Words of the templates themselves are printed in the `language`.
        """
        self.escape = escape
        self.language = language
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_finished,
            optimized=False,  # a filter that was computed while compiling would speak the language of another brief
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=64,
            extensions=[InternationalizationExtension],
        )
        self.newstyle_gettext = True  # values reach the functions below, and none is filled in by Jinja
        self.policies["ext.i18n.trimmed"] = True
        self.filters = {name: self.filters[name] for name in BUILTIN_FILTERS} | dict(filters)
        self.spoken = {"gettext": self._gettext, "ngettext": self._ngettext, "pgettext": self._pgettext}
        self.globals = {"range": safe_range, "_": self._gettext, **self.spoken}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Fields are readable; methods are not, as one could be called through a filter or a later template."""
        if callable(value) and not isinstance(value, _CALLABLE):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: object) -> bool:
        """Macros, blocks, recursive loops, `range` and the frame's words; nothing else."""
        return isinstance(obj, _CALLABLE) or obj is safe_range or obj in self.spoken.values()

    def _gettext(self, message: str, /, **values: object) -> Markup:
        return self._filled(self.language.catalogue.gettext(message), values)

    def _pgettext(self, context: str, message: str, /, **values: object) -> Markup:
        return self._filled(self.language.catalogue.pgettext(context, message), values)

    def _ngettext(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        return self._filled(self.language.catalogue.ngettext(one, many, count), {"num": count, **values})

    def _filled(self, message: str, values: Mapping[str, object]) -> Markup:
        """A message with its values. Its words are escaped too, as a template can call this with a document's text."""
        split = tuple(pieces(message.replace(_SLOT, ""), values))
        names = [piece for piece, fixed in split if not fixed]
        lines = "".join(piece if fixed else _SLOT for piece, fixed in split).split("\n")
        words = "\n".join(self.escape(line) for line in lines).split(_SLOT)
        shown = [self.marked(_shown(self.language, values[name])) for name in names]
        return Markup("".join(chain.from_iterable(zip_longest(words, shown, fillvalue=""))))  # noqa: S704 - escaped

    def wrap_str_format(self, value: object) -> None:
        """Jinja asks this before it judges the attribute: refuse `format` here, or it would get through."""
        if callable(value) and getattr(value, "__name__", "") in {"format", "format_map"}:
            raise SecurityError("templates cannot format text: use a filter such as number, currency or date")

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Arithmetic on numbers that are small; `+` also joins text. No powers, no multiplied or `%`-formatted text."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.join_text((left, right))
        if operator == "**" or not all(isinstance(side, (int, float)) for side in (left, right)):
            raise SecurityError(f"templates cannot use {operator!r} here")
        if any(abs(side) > _LARGEST for side in (left, right) if isinstance(side, (int, float))):
            raise SecurityError("templates cannot calculate with numbers this large")
        return super().call_binop(context, operator, left, right)

    def join_text(self, parts: Iterable[Any]) -> str:
        """The parts as one text; beside markup, what is no markup is escaped like any other source text."""
        texts = [part if isinstance(part, str) else _printed(part) for part in parts]
        if sum(map(len, texts)) > LONGEST_TEXT:
            raise SecurityError(f"templates cannot join more than {LONGEST_TEXT} characters")
        if any(isinstance(text, Markup) for text in texts):
            return Markup("").join(self.marked(text) for text in texts)
        return "".join(texts)

    def marked(self, value: object) -> Markup:
        """What is printed for a value.

        Markup passes, so macros and `super()` are never escaped twice; everything else is escaped here, so that
        `{% autoescape false %}` changes nothing.
        """
        return value if isinstance(value, Markup) else self.escape(_printed(value))


def _printed(value: object) -> str:
    """Text, numbers and days as they are; anything else would show what programs call it, and where it lies in memory.

    Raises:
        SecurityError: it is something else.
    """
    if isinstance(value, StrictUndefined):
        return str(value)  # says which name is not there
    if value is None or isinstance(value, (str, int, float, Decimal, dt.date)):
        return str(value)
    kind = type(value).__name__
    raise SecurityError(f"a {kind} cannot be printed as a whole: print one of its fields, or what a filter makes of it")


def _shown(language: Language, value: object) -> object:
    return value if isinstance(value, Markup) else language.shown(value)


def bounded(pieces: Iterable[str]) -> str:
    """What a template prints, unless it is without end.

    Raises:
        SecurityError: more than `LONGEST_TEXT` characters.
    """
    found: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LONGEST_TEXT:
            raise SecurityError(f"the template prints more than {LONGEST_TEXT} characters")
        found.append(piece)
    return "".join(found)
