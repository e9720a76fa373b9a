"""Reads C++ as far as tidy needs it: text without comments and strings, includes, and where functions begin and end."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""//(?:[^\\\n]|\\.|\\\n)*                     # line comment
      | /\*.*?(?:\*/|\Z)                            # block comment
      | R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"  # raw string
      | "(?:[^"\\\n]|\\.)*"                         # string
      | (?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+'         # character; not the ' of 1'000""",
    re.S | re.X,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">\n]+)[">]', re.M)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """The same text with comments blanked; every character keeps its line."""
    return _TOKEN.sub(lambda m: _blank(m[0]) if m[0].startswith("/") else m[0], text)


def code_only(text):
    """The same text with comments, strings, characters and preprocessor lines blanked; every line keeps its number."""
    text = _TOKEN.sub(lambda m: _blank(m[0]), text)
    return re.sub(r"^[ \t]*#(?:[^\\\n]|\\\n|\\.)*", lambda m: _blank(m[0]), text, flags=re.M)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


class Include(NamedTuple):
    line: int
    system: bool
    path: str


def includes(text):
    plain = without_comments(text)
    return [Include(line_of(plain, m.start(1)), m[1] == "<", m[2]) for m in _INCLUDE.finditer(plain)]


class Function(NamedTuple):
    name: str
    line: int
    lines: int


_SCOPE = re.compile(r"(?:\b(?:namespace|class|struct|union|enum)\b[^()=]*|\bextern\s*)$")
_NAME = re.compile(r"([~\w:]+|operator\s*\S{1,3}?)\s*\(")
_TEST = re.compile(r"\bTEST(?:_F|_P)?\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)")


def _name(head):
    test = _TEST.search(head)
    if test:
        return f"{test[1]}.{test[2]}"
    name = _NAME.search(head)
    return name[1] if name else "?"


def _is_scope(head):
    # Attributes and template parameters may hold parentheses; a scope's own head has none after them.
    head = re.sub(r"\[\[.*?\]\]|\balignas\s*\([^()]*\)|\btemplate\s*<[^{}]*?>(?=\s*(?:class|struct|union)\b)", " ", head, flags=re.S)
    return bool(_SCOPE.search(head.strip())) and "(" not in head


def _is_member_initialiser(head):
    # "Name(args) : a_" before "{1}": a brace within a constructor's initialiser list is not its body.
    return re.search(r"\)\s*(?:noexcept\s*)?:(?!:)", head) is not None and re.search(r"[\w>]\s*$", head) is not None


def _matching(text, opening):
    depth = 0
    for position in range(opening, len(text)):
        if text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return len(text) - 1


def functions(text):
    """Every function with a body, by a walk over braces: nearly a parser, and enough to count lines."""
    code = code_only(text)
    found = []
    head_start = 0
    position = 0
    while position < len(code):
        character = code[position]
        if character in ";}" or (character == ":" and re.search(r"\b(public|private|protected)\s*$", code[head_start:position])):
            head_start = position + 1
        elif character == "{":
            head = code[head_start:position]
            if _is_scope(head):
                head_start = position + 1
            elif _is_member_initialiser(head):
                position = _matching(code, position)
            else:
                end = _matching(code, position)
                # "name = [](…) {" and "Name{…}" are data unless there is a parameter list.
                if "(" in head:
                    start = head_start + len(head) - len(head.lstrip())
                    first = line_of(code, start)
                    found.append(Function(_name(head), first, line_of(code, end) - first + 1))
                position = end
                head_start = end + 1
        position += 1
    return found
