"""YAML → frozen settings; all errors at once.

    find ─▶ nodes.parse ─▶ keys.modernise ─▶ shapes.problems ─▶ meaning ─▶ settings.load
            bytes → tree    renamed keys      types, keys        how the      frozen
            with lines                                           values fit   Config

`keys.py` declares every key once, for the check and for the JSON Schema; those of delivery.yaml stand in `delivery/`.
"""

from __future__ import annotations

from briefgen.config.problems import Finding, Level
from briefgen.config.settings import Config, EditionPlan, check, complain, find, load, said_by, schema

__all__ = ["Config", "EditionPlan", "Finding", "Level", "check", "complain", "find", "load", "said_by", "schema"]
