#!/usr/bin/env python3
"""Style that a machine can hold: arrows between rooms, purity, length, finished texts, links, scripts.

    tests/tidy/tidy.py [ROOT]

Prints one line per breach, "file:line: what is wrong: what to do", and leaves 1 when there is any.
"""

import os
import sys

import rules

_NOT_OURS = {".git", "build", "node_modules", "data", "data-keys", "__pycache__"}


class Tree:
    """The project's own text files under one root."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._find())
        self._texts = {}
        self.arrows = rules.Arrows(self.text("tests/tidy/arrows.txt"))
        self.ratchet = rules.Ratchet(self.text("tests/tidy/ratchet.txt"))

    def _find(self):
        for folder, folders, files in os.walk(self.root):
            at_root = folder == self.root
            folders[:] = [f for f in folders if f not in _NOT_OURS or (f in ("data", "data-keys", "build") and not at_root)]
            for file in files:
                yield os.path.relpath(os.path.join(folder, file), self.root)

    def text(self, path):
        if path not in self._texts:
            with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
                self._texts[path] = file.read()
        return self._texts[path]

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def is_executable(self, path):
        return os.access(os.path.join(self.root, path), os.X_OK)


def breaches(root):
    tree = Tree(root)
    return [breach for rule in rules.ALL for breach in rule(tree)]


def main(arguments):
    root = arguments[0] if arguments else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    found = sorted(set(breaches(os.path.abspath(root))))
    for breach in found:
        print(f"{breach.path}:{breach.line}: {breach.text}")
    if found:
        print(f"tidy: {len(found)} to put right", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
