"""The rules. Each takes the tree and yields what breaks it, with what to do."""

import os
import re

import catalogue
import source
import typescript
from breach import Breach

LONGEST_FUNCTION = 70
LONGEST_FILE = 500


# --- rooms and arrows --------------------------------------------------------------------------------------------


class Arrows:
    """tests/tidy/arrows.txt: room -> rooms it may include; which rooms are pure."""

    def __init__(self, text):
        self.direct, self.pure = {}, set()
        for row in text.splitlines():
            row = row.split("#")[0].strip()
            if not row:
                continue
            room, below = row.split(":")
            words = room.split()
            self.direct[words[-1]] = below.split()
            if words[0] == "pure":
                self.pure.add(words[-1])

    def reachable(self, room):
        seen, ahead = {room}, [room]
        while ahead:
            for below in self.direct.get(ahead.pop(), []):
                if below not in seen:
                    seen.add(below)
                    ahead.append(below)
        return seen


def room_of(path):
    """The room of a source file; None for what is in none (tests)."""
    parts = path.split("/")
    if parts[0] == "server":
        return parts[1] if len(parts) > 2 else "main"
    if parts[0] == "clients" and len(parts) > 2:
        return parts[1]
    return None


def room_of_include(path):
    if path.startswith("arshjul/workflow/"):
        return "workflow_proto"
    if path.startswith("arshjul/log/"):
        return "store"
    if path.startswith("arshjul/"):
        return "v1_proto"
    return path.split("/")[0] if "/" in path else None


def is_test(path):
    return re.search(r"(_test|_testing)\.(cc|h)$", path) is not None


def cpp(tree, tops=("server", "clients")):
    return [p for p in tree.paths if p.split("/")[0] in tops and p.endswith((".cc", ".h"))]


def arrows(tree):
    table = tree.arrows
    for path in cpp(tree):
        room = room_of(path)
        if room not in table.direct:
            yield Breach(path, 1, f"room '{room}' has no row in tests/tidy/arrows.txt: say there what it may include")
            continue
        allowed = table.reachable(room)
        for include in source.includes(tree.text(path)):
            other = room_of_include(include.path)
            if include.system or other not in table.direct or other in allowed:
                continue
            yield Breach(path, include.line,
                         f"'{room}' may not include '{other}' ({include.path}): move the code to a room that may, or hand "
                         f"in what is needed; allowed: {' '.join(sorted(allowed - {room})) or 'nothing'}")


def relative_includes(tree):
    for path in cpp(tree, ("server",)):
        for include in source.includes(tree.text(path)):
            if not include.system and ("/" not in include.path or include.path.startswith(".")):
                yield Breach(path, include.line, f'write "{include.path}" as a path from server/, e.g. "calendar/calendar.h"')


def links(tree):
    """The link list of a room is its arrow list: CMake and the table must say the same."""
    path = "server/CMakeLists.txt"
    if path not in tree.paths:
        return
    text = tree.text(path)
    for match in re.finditer(r"^arshjul_room\((\w+)([^)]*)\)", text, re.M):
        room, rest = match[1], match[2]
        linked = re.search(r"\bLINKS\b([^)]*?)(?:\bLIBRARIES\b|$)", rest, re.S)
        linked = set(linked[1].split()) if linked else set()
        expected = set(tree.arrows.direct.get(room, []))
        if linked != expected:
            yield Breach(path, source.line_of(text, match.start()),
                         f"'{room}' links {' '.join(sorted(linked)) or 'nothing'}, tests/tidy/arrows.txt says "
                         f"{' '.join(sorted(expected)) or 'nothing'}: make them agree")


def cycles_in_arrows(tree):
    for room in tree.arrows.direct:
        for below in tree.arrows.direct[room]:
            if room in tree.arrows.reachable(below):
                yield Breach("tests/tidy/arrows.txt", 1, f"'{room}' and '{below}' reach each other: arrows point one way")


# --- what pure rooms and others must not touch -------------------------------------------------------------------

_PURE_HEADERS = {
    r"^(thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|stop_token)$": "threads belong to engine",
    r"^absl/synchronization/": "threads belong to engine",
    r"^(fstream|filesystem|iostream|unistd\.h|fcntl\.h|sys/.*)$": "files belong to store, notify and main: hand in the text",
    r"^(random|absl/random/.*)$": "ids and chance are handed in",
    r"^(ctime|time\.h|sys/time\.h|absl/time/clock\.h)$": "the time is handed in",
    r"^(sqlite3\.h)$": "SQL belongs to store",
    r"^(spdlog/.*|absl/log/.*)$": "logging belongs to engine, api and main",
}
_PURE_CALLS = {
    r"\b\w*_clock\s*::\s*now\b": "the time is handed in",
    r"\babsl\s*::\s*Now\b": "the time is handed in",
    r"(?<![\w.>:])(?:std::)?time\s*\(\s*(?:nullptr|NULL|0|&)": "the time is handed in",
    r"\b(?:gettimeofday|clock_gettime|localtime(?:_r)?|gmtime(?:_r)?)\s*\(": "the time is handed in",
    r"\bstd\s*::\s*(?:j?thread|mutex|shared_mutex|condition_variable|async)\b": "threads belong to engine",
    r"\bstd\s*::\s*(?:o|i)?fstream\b|\bstd\s*::\s*filesystem\b|\bfopen\s*\(": "files belong to store, notify and main",
    r"\bstd\s*::\s*(?:random_device|mt19937(?:_64)?|default_random_engine)\b|(?<![\w.>:])s?rand\s*\(":
        "ids and chance are handed in",
    r"\bstd\s*::\s*(?:cout|cerr|clog)\b|(?<![\w.>:])printf\s*\(|\bspdlog\s*::": "logging belongs to engine, api and main",
    r"\bgetenv\s*\(": "settings are read in main",
    r"\bsqlite3_\w+": "SQL belongs to store",
}
_GRPC = re.compile(r"^grpc|\.grpc\.pb\.h$")
_GRPC_ROOMS = {"api", "main", "cli", "admin", "bench", "web"}


def pure_rooms(tree):
    for path in cpp(tree, ("server",)):
        room = room_of(path)
        if room not in tree.arrows.pure or is_test(path):
            continue
        text = tree.text(path)
        for include in source.includes(text):
            for pattern, why in _PURE_HEADERS.items():
                if re.search(pattern, include.path):
                    yield Breach(path, include.line, f"'{room}' is pure and may not include {include.path}: {why}")
        code = source.code_only(text)
        for pattern, why in _PURE_CALLS.items():
            for match in re.finditer(pattern, code):
                yield Breach(path, source.line_of(code, match.start()),
                             f"'{room}' is pure and may not use '{match[0].strip()}': {why}")


def grpc(tree):
    for path in cpp(tree):
        if room_of(path) in _GRPC_ROOMS:
            continue
        for include in source.includes(tree.text(path)):
            if _GRPC.search(include.path):
                yield Breach(path, include.line, f"{include.path}: gRPC headers stay in api, clients and main "
                                                 "(they cost many seconds per file)")


# --- length ------------------------------------------------------------------------------------------------------


class Ratchet:
    """tests/tidy/ratchet.txt: what is too long today, and how long."""

    def __init__(self, text):
        self.rows = {}
        for number, row in enumerate(text.splitlines(), 1):
            match = re.fullmatch(r"(\S+) lines (\d+)", row.split("#")[0].strip())
            if match:
                self.rows[match[1]] = (int(match[2]), number)


def length(tree):
    ratchet = tree.ratchet.rows
    present = set()
    for key, path, line, lines, limit in _long_things(tree):
        present.add(key)
        allowed, row = ratchet.get(key, (limit, 0))
        if lines > allowed:
            what = "the file" if key == path else f"'{key.partition(':')[2]}'"
            yield Breach(path, line, f"{what} has {lines} lines, at most {allowed}: take out a part that has a name of its own")
        elif lines < allowed:
            yield Breach("tests/tidy/ratchet.txt", row, f"{key} has only {lines} lines now: lower the number to {lines}")
    for key, (_, row) in ratchet.items():
        if key not in present:
            yield Breach("tests/tidy/ratchet.txt", row, f"{key} is no longer too long: take the row out")


def _long_things(tree):
    for path in tree.paths:
        if path.split("/")[0] not in ("server", "clients", "tests", "script", ".ci"):
            continue
        is_cpp = path.endswith((".cc", ".h"))
        if is_cpp or path.endswith((".py", ".ts", ".tsx", ".mjs", ".sh")) or path.startswith(("script/", ".ci/")):
            lines = tree.text(path).count("\n")
            if lines > LONGEST_FILE:
                yield path, path, LONGEST_FILE + 1, lines, LONGEST_FILE
        if is_cpp:
            for function in source.functions(tree.text(path)):
                if function.lines > LONGEST_FUNCTION:
                    yield f"{path}:{function.name}", path, function.line, function.lines, LONGEST_FUNCTION


# --- texts -------------------------------------------------------------------------------------------------------

# Put together from halves, so that this file does not break its own rule.
_UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
_SOURCE_ENDINGS = (".cc", ".h", ".proto", ".cmake", ".py", ".ts", ".tsx", ".mjs", ".css", ".sh", ".md", ".yaml", ".sql", ".scenario", "CMakeLists.txt")


def unfinished(tree):
    for path in tree.paths:
        if not path.endswith(_SOURCE_ENDINGS) and not path.startswith(("script/", ".ci/")):
            continue
        for number, row in enumerate(tree.text(path).splitlines(), 1):
            match = _UNFINISHED.search(row)
            if match:
                yield Breach(path, number, f"'{match[0]}': finish it, or write an issue and take the mark out")


def headers(tree):
    for path in cpp(tree, ("server", "clients", "tests")):
        if not path.endswith(".h"):
            continue
        text = tree.text(path)
        if not text.startswith("//"):
            yield Breach(path, 1, "a header is a contract: begin it with a comment that says what the thing is, and its "
                                  "meaning, ownership, threads and errors")
        if "#pragma once" not in text:
            yield Breach(path, 1, "write #pragma once")


def _anchors(markdown):
    found = set()
    for heading in re.findall(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$", _without_code(markdown), re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")
        while slug in found:
            slug += "-1"
        found.add(slug)
    return found


def _without_code(markdown):
    text = re.sub(r"^(```|~~~).*?^\1", lambda m: source._blank(m[0]), markdown, flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", lambda m: source._blank(m[0]), text)


def markdown_links(tree):
    for path in tree.paths:
        if not path.endswith(".md"):
            continue
        text = _without_code(tree.text(path))
        for match in re.finditer(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", text, re.M):
            target = match[1] or match[2]
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            file, _, anchor = target.partition("#")
            goal = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
            line = source.line_of(text, match.start())
            if not tree.exists(goal):
                yield Breach(path, line, f"the link '{target}' leads nowhere: mend it or take it out")
            elif anchor and goal.endswith(".md") and goal in tree.paths and anchor not in _anchors(tree.text(goal)):
                yield Breach(path, line, f"'{goal}' has no heading '#{anchor}'")


def executable_scripts(tree):
    for path in tree.paths:
        is_script = path.startswith("script/") or path == ".ci/run"
        begins = tree.text(path).startswith("#!") if is_script or path.startswith("tests/") else False
        if is_script and not begins:
            yield Breach(path, 1, "a script begins with #!/usr/bin/env bash")
        if begins and not tree.is_executable(path):
            yield Breach(path, 1, f"is not executable: chmod +x {path}")


ALL = (arrows, relative_includes, links, cycles_in_arrows, pure_rooms, grpc, length, unfinished, headers, markdown_links,
       executable_scripts, catalogue.problems, catalogue.notices, catalogue.holidays, typescript.long_functions, typescript.unsafe)
