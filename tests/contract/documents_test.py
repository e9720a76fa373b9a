#!/usr/bin/env python3
"""The commands in the documents do what the documents say.

Every ``` block with lines that begin with "$ " is run from top to bottom, each document against a demo of its own in a
fresh folder; what comes out must be what stands below the command. A line with … alone stands for any lines. A command
that names a data folder needs it alone: the server is stopped for it. Elsewhere 127.0.0.1:7407 is the demo's address.
A block that begins with "# file: NAME" lies in the folder under that name.

usage: documents_test.py BIN_DIR SOURCE_DIR
"""
import difflib
import os
import re
import shutil
import sys
import tempfile

import running
from running import check

DOCUMENTS = {"README.md": 3, "docs/operating.md": 3, "docs/workflow-language.md": 2, "docs/simulation.md": 2}  # and how many commands there are at least
USUAL_ADDRESS = "127.0.0.1:7407"
ANY_LINES = "…"


def trimmed(text):
    return [line.rstrip() for line in text.rstrip().splitlines()]


def blocks(text):
    """(line number, lines) of each fenced block."""
    inside, start, lines = False, 0, []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("```"):
            lines.append(line)
        elif inside:
            yield start, lines
            inside = False
        else:
            inside, start, lines = True, number + 1, []


def commands(text):
    """(line number, command, the lines it is said to print)."""
    for start, lines in blocks(text):
        at = None
        for number, line in enumerate(lines + ["$ "], start):
            if line.startswith("$ "):
                if at:
                    yield at[0], at[1], trimmed("\n".join(at[2]))
                at = (number, line[2:], [])
            elif at:
                at[2].append(line)


def files(text):
    """(name, text) of each block that is a file."""
    for _, lines in blocks(text):
        named = re.fullmatch(r"# file: ([\w.-]+)", lines[0]) if lines else None
        if named:
            yield named[1], "\n".join(lines) + "\n"


def matches(said, real):
    pattern = "".join(r"(?:.*\n)*" if line == ANY_LINES else re.escape(line) + r"\n" for line in said)
    return re.fullmatch(pattern, "".join(line + "\n" for line in real)) is not None


def check_matching():
    rows = [
        (["a"], ["a"], True), (["a"], ["b"], False), (["a"], ["a", "b"], False), (["a", "b"], ["a"], False), ([], ["a"], False), ([], [], True),
        (["a", "…"], ["a", "b", "c"], True), (["a", "…"], ["a"], True), (["…", "c"], ["a", "b"], False), (["a", "…", "c"], ["a", "b", "c"], True),
        (["a", "…", "c"], ["a", "c", "d"], False), (["a.c"], ["abc"], False), (["a … c"], ["a b c"], False),
    ]
    for said, real, expected in rows:
        check(matches(said, real) == expected, "%s and %s" % (said, real))
    text = "x\n```\n$ one\nsaid\n\nmore\n$ two\n```\n```yaml\nkey: $ 3\n```\n$ not in a block\n"
    check(list(files("```yaml\n# file: a.yaml\nx: 1\n```\n```\n# file\n```\n")) == [("a.yaml", "# file: a.yaml\nx: 1\n")], "files")
    check(list(commands(text)) == [(3, "one", ["said", "", "more"]), (7, "two", [])], "commands: %s" % list(commands(text)))


def run_document(programs, path, text, folder):
    server = running.Server(programs, os.path.join(folder, "data"))
    environment = running.surroundings(PATH=programs + ":" + os.environ["PATH"], ARSHJUL_SERVER=server.address)
    wrong, count = [], 0
    for name, lines in files(text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(lines)
    try:
        for number, command, said in commands(text):
            count += 1
            alone = "--data" in command
            if alone:
                server.stop()
            elif not server.running():
                server.start()
            done = running.run(["bash", "-c", command.replace(USUAL_ADDRESS, server.address) + " 2>&1"], cwd=folder, env=environment)
            real = trimmed(done.stdout.replace(server.address, USUAL_ADDRESS))
            if done.returncode != 0:
                wrong.append("%s:%d: exit %d: %s\n%s" % (path, number, done.returncode, command, done.stdout))
            elif not matches(said, real):
                difference = "\n".join(difflib.unified_diff(said, real, "the document", "what it printed", lineterm=""))
                wrong.append("%s:%d: prints something else: %s\n%s" % (path, number, command, difference))
    finally:
        server.stop()
    return count, wrong


def main():
    programs, source = os.path.abspath(sys.argv[1]), sys.argv[2]
    check_matching()
    wrong = []
    for path, least in DOCUMENTS.items():
        with open(os.path.join(source, path), encoding="utf-8") as document:
            text = document.read()
        folder = tempfile.mkdtemp(prefix="arshjul-documents-")
        try:
            count, found = run_document(programs, path, text, folder)
        finally:
            shutil.rmtree(folder)
        check(count >= least, "%s has %d commands, not %d: has it got another form?" % (path, count, least))
        print("%s: %d commands" % (path, count))
        wrong += found
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
