"""Invented news with known truth, for `bench/evidence.py`."""
