"""Every message key that the sources name stands in the catalogues, with holes that the sources fill.

The rooms report what is wrong through a handful of calls, all of this shape:

    Add(where, "problem_key", {{"hole", value}, …})

Keys that reach such a call in a variable are not seen here.
"""

import re

import source
from breach import Breach

_CATALOGUE = "server/messages/catalogues/nb.yaml"
_ROOMS = ("imports", "statechart", "organisation", "measurement", "calendar", "cycle", "store", "engine", "api")
_CALLS = re.compile(r"\b(?:Add|AddOnce|AddToFile|AddToColumn|Report|ReportField|ReportUnknown|Violate|Violation|"
                    r"FieldViolation|Finding|violations\.push_back|findings\.push_back|Refuse(?=\(mark))\s*[({]")
_KEY = r'"([a-z][a-z0-9]*(?:_[a-z0-9]+)*)"'


def read(text):
    """The catalogue's own small part of YAML: nested maps of quoted strings."""
    keys, path = {}, []
    for row in text.splitlines():
        match = re.fullmatch(r'( *)([\w.]+):(?: "(.*)")?', row)
        if not match:
            continue
        path[len(match[1]) // 2:] = [match[2]]
        if match[3] is not None:
            keys[".".join(path)] = match[3]
    return keys


def needed_holes(text):
    return set(re.findall(r"\{([a-z][a-z0-9_]*)\}", re.sub(r"\[[^\]]*\]", "", text)))


def _statement(text, start):
    """From the call's opening bracket to its matching close."""
    depth = 0
    for position in range(start, len(text)):
        if text[position] in "({":
            depth += 1
        elif text[position] in ")}":
            depth -= 1
            if depth == 0:
                return text[start + 1:position]
    return text[start + 1:]


def _without_arguments(statement):
    """The statement without its {{"hole", value}} map, and the holes' names; None when the map is not written there."""
    start = re.search(r"\{\s*\{", statement)
    if not start:
        return statement, None
    inside = _statement(statement, start.start())
    end = start.start() + len(inside) + 2
    return statement[:start.start()] + statement[end:], set(re.findall(r'\{\s*"(\w+)"\s*,', "{" + inside))


def uses(text):
    """(line, key, names of the holes filled, or None when they are not written there)."""
    plain = source.without_comments(text)
    for match in _CALLS.finditer(plain):
        rest, holes = _without_arguments(_statement(plain, match.end() - 1))
        keys = list(re.finditer(_KEY, rest))
        if not keys:
            continue
        if match[0].startswith("ReportUnknown"):  # makes its own arguments
            yield source.line_of(plain, match.start()), "unknown_" + keys[0][1], {"name", "hint"}
            continue
        chosen = [keys[-1][1]]
        # condition ? "one" : "other"
        if len(keys) > 1 and re.fullmatch(r"\s*:\s*", rest[keys[-2].end():keys[-1].start()]):
            chosen.append(keys[-2][1])
        has_more = re.search(r",\s*[A-Za-z_]\w*\s*$", rest[keys[-1].end():]) is not None
        for key in chosen:
            yield source.line_of(plain, match.start()), key, (None if holes is None and has_more else holes or set())


def problems(tree):
    if _CATALOGUE not in tree.paths:
        return
    known = read(tree.text(_CATALOGUE))
    for path in tree.paths:
        parts = path.split("/")
        if parts[0] != "server" or len(parts) < 3 or parts[1] not in _ROOMS or not path.endswith(".cc") or "_test." in path:
            continue
        for line, key, holes in uses(tree.text(path)):
            text = known.get("problem." + key)
            if text is None:
                yield Breach(path, line, f"'{key}' has no text: add problem.{key} to each file of server/messages/catalogues")
            elif holes is not None and needed_holes(text) - holes:
                yield Breach(path, line, f"'{key}' needs {{{'}, {'.join(sorted(needed_holes(text) - holes))}}}: give it, or put "
                                         "that part of the texts in [brackets]")


def notices(tree):
    """The message of every notify action of a workflow stands in the catalogues."""
    if _CATALOGUE not in tree.paths:
        return
    known = read(tree.text(_CATALOGUE))
    for path in tree.paths:
        if not path.startswith("workflows/") or not path.endswith(".yaml"):
            continue
        text = tree.text(path)
        for match in re.finditer(r"\bnotify:\s*(?:\{[^}]*?|\n(?:\s+\w+:[^\n]*\n)*?\s+)\bmessage:\s*([\w.]+)", text):
            if f"notify.{match[1]}.subject" not in known:
                yield Breach(path, source.line_of(text, match.start(1)),
                             f"'{match[1]}' has no text: add notify.{match[1]}.subject and .body to each catalogue")


def holidays(tree):
    path = "server/calendar/calendar.cc"
    if _CATALOGUE not in tree.paths or path not in tree.paths:
        return
    known = read(tree.text(_CATALOGUE))
    text = tree.text(path)
    for match in re.finditer(r'\{-?\d+,\s*(?:\d+,\s*)?"(\w+)"\}', text):
        if "holiday." + match[1] not in known:
            yield Breach(path, source.line_of(text, match.start()), f"holiday.{match[1]} has no text in the catalogues")
