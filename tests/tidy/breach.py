"""What a rule yields: a place, what is wrong there, and what to do."""

from typing import NamedTuple


class Breach(NamedTuple):
    path: str
    line: int
    text: str
