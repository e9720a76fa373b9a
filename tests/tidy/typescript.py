"""The browser's side: length of functions, and nothing that lets text become markup or needs what the pages' policy refuses."""

import re

from breach import Breach

LONGEST_FUNCTION = 70
_ENDINGS = (".ts", ".mjs")

# The code is laid out so that a function ends in a brace at the indentation where it began.
_BEGINS = re.compile(r"^( *)(?:export )?(?:default )?(?:(?:async )?function\*? (\w+)|(?:const|let) (\w+)\b[^=\n]*= .*=> [{(]$|"
                     r"(?:private |public |static |async )*(\w+)\([^;]*\{$)")
_NOT_NAMES = {"if", "for", "while", "switch", "catch", "function", "return"}
_UNSAFE = {
    r"\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b": "text must not become markup: let the template write it",
    r"\bunsafe(?:HTML|SVG|CSS|MathML)\b": "text must not become markup: let the template write it",
    r"\beval\s*\(|\bnew Function\s*\(": "text must not become code",
    r"<[a-z][^>]*\sstyle=": "the pages' policy refuses style attributes: use a class",
    r"<[a-z][^>]*\son[a-z]+=\"": "the pages' policy refuses handlers in markup: use @event",
}


def functions(text):
    """(name, line, lines) of each function."""
    rows = text.splitlines()
    for number, row in enumerate(rows):
        match = _BEGINS.match(row)
        name = match and (match[2] or match[3] or match[4])
        if not name or name in _NOT_NAMES:
            continue
        end = re.compile("^" + match[1] + r"[})]")
        last = next((at for at in range(number + 1, len(rows)) if end.match(rows[at]) and not rows[at].rstrip().endswith("{")), number)
        yield name, number + 1, last - number + 1


def _ours(tree):
    return [path for path in tree.paths if path.endswith(_ENDINGS) and path.split("/")[0] in ("clients", "tests")]


def long_functions(tree):
    for path in _ours(tree):
        for name, line, lines in functions(tree.text(path)):
            if lines > LONGEST_FUNCTION:
                yield Breach(path, line, f"'{name}' has {lines} lines, at most {LONGEST_FUNCTION}: take out a part that has a name of its own")


def unsafe(tree):
    for path in _ours(tree):
        if not path.startswith("clients/"):
            continue
        for number, row in enumerate(tree.text(path).splitlines(), 1):
            for pattern, why in _UNSAFE.items():
                match = re.search(pattern, row)
                if match:
                    yield Breach(path, number, f"'{match[0].strip()}': {why}")
