#!/usr/bin/env python3
"""arshjul-admin: backups of a server that runs and of one that is stopped are whole, can be put back, and hold no keys; wrong
input gets its exit code, says why, and leaves nothing behind.

usage: backup_test.py BIN_DIR [SOURCE_DIR]
"""
import json
import os
import re
import shutil
import sys
import tempfile

import running
from running import check

TEXT = "Dette sies bare i samtalen mellom to"


class Place:
    """A demo in a folder of its own, and what arshjul-admin says of it."""

    def __init__(self, programs, folder):
        self.folder = folder
        self.server = running.Server(programs, os.path.join(folder, "data"))
        self.keys = os.path.join(folder, "data-keys")

    def path(self, name):
        return os.path.join(self.folder, name)

    def admin(self, code, says, *arguments):
        """Runs it; the exit code and what it says must be these. A backup that fails leaves no file where there was none."""
        before = set(os.listdir(self.folder))
        done = self.server.admin(*arguments, cwd=self.folder)
        told = done.stdout + done.stderr
        check(done.returncode == code, "%s: exit %d, not %d\n%s" % (" ".join(arguments), done.returncode, code, told))
        check(re.search(says, told) is not None, "%s does not say %s, but\n%s" % (" ".join(arguments), says, told))
        if code != 0 and "backup" in arguments:
            check(done.stdout == "", "an error goes to standard error: " + done.stdout)
            left = {name for name in set(os.listdir(self.folder)) - before if not name.endswith(".lock")}
            check(not left, "%s left %s" % (" ".join(arguments), left))
        return told

    def asked(self, *arguments, person="office", **more):
        done = self.server.call(*arguments, "-o", "json", person=person, **more)
        check(done.returncode == 0, "%s: exit %d\n%s" % (" ".join(arguments), done.returncode, done.stderr))
        return json.loads(done.stdout)

    def do(self, *arguments, person="office", **more):
        done = self.server.call(*arguments, person=person, **more)
        check(done.returncode == 0, "%s: exit %d\n%s" % (" ".join(arguments), done.returncode, done.stderr))


def prepare_a_talk(place):
    """Something that is sealed: a leader prepares the talk of a year whose talks come first."""
    place.do("cycle", "launch", "--workflow", "annual-cycle", "--year", "2016", "--talk-at", "before_ambition")
    place.do("cycle", "open-phase", "2016", "talk_before_ambition", "--reason", "prøve")
    for listed in place.asked("task", "list", "--all", "--open")["tasks"]:
        person = listed["assignee"]
        task = place.asked("task", "show", listed["name"], person=person)
        data = {field["id"]: TEXT for field in task["form"]["fields"] if field["type"] == "TEXT" and field["audience"] == "PARTIES"}
        if data:
            action = next(action for action in task["actions"] if action["leads"] == "FORWARD")
            place.do("task", "complete", listed["name"], "--action", action["id"], "--data", "-", person=person, input=json.dumps(data))
            return
    raise AssertionError("no task takes personnel text")


def live(place):
    at = place.server.address
    place.admin(0, "loten", "backup", "--server", at, "--municipality", "loten", "--to", "live.db")
    place.admin(0, r"live\.db: alt stemmer", "verify", "live.db")
    place.admin(0, "loten: alt stemmer", "verify", "--server", at, "--municipality", "loten")
    rows = [
        (1, "finnes allerede", ["backup", "--server", at, "-m", "loten", "--to", "live.db"]),
        (1, "Fant ikke kommunen", ["backup", "--server", at, "-m", "lund", "--to", "x.db"]),
        (1, "No such file", ["backup", "--server", at, "-m", "loten", "--to", "nowhere/x.db"]),
        (1, "rolle", ["backup", "--server", at, "-m", "loten", "--as", "tor-sunde", "--to", "x.db"]),
        (1, "Fant ingen person", ["backup", "--server", at, "-m", "loten", "--as", "ukjent", "--to", "x.db"]),
        (1, "stop it first", ["backup", "--data", "data", "-m", "loten", "--to", "x.db"]),
        (1, "stop it first", ["verify", "--data", "data"]),
    ]
    for code, says, arguments in rows:
        place.admin(code, says, *arguments)


def stopped(place):
    place.admin(1, "connect", "backup", "--server", place.server.address, "-m", "loten", "--to", "x.db")
    place.admin(0, "loten", "backup", "--data", "data", "--municipality", "loten", "--to", "stopped.db")
    place.admin(0, r"stopped\.db: alt stemmer", "verify", "stopped.db")
    place.admin(0, "alt stemmer", "verify", "--data", "data")
    place.admin(0, "alt stemmer", "verify", "--data", "data/", "--keys", "data-keys", "-m", "loten")
    with open(place.path("text.db"), "w") as text:
        text.write("hei")
    open(place.path("empty.db"), "w").close()
    rows = [
        (1, "is there already", ["backup", "--data", "data", "-m", "loten", "--to", "stopped.db"]),
        (1, "is there already", ["backup", "--data", "data", "-m", "loten", "--to", "data"]),
        (1, "cannot read the folder", ["backup", "--data", "nowhere", "-m", "loten", "--to", "x.db"]),
        (1, "cannot read the folder", ["verify", "--data", "nowhere"]),
        (1, "no municipality lund", ["backup", "--data", "data", "-m", "lund", "--to", "x.db"]),
        (1, "No such file", ["backup", "--data", "data", "-m", "loten", "--to", "nowhere/x.db"]),
        (1, "no file", ["verify", "none.db"]),
        (1, "not a database", ["verify", "text.db"]),
        (1, "is empty", ["verify", "empty.db"]),
        (1, r"nøklene mangler \(nowhere/loten\.keys\)", ["verify", "--data", "data", "--keys", "nowhere"]),
        (2, "--to", ["backup", "--data", "data", "-m", "loten"]),
        (2, "--municipality", ["backup", "--data", "data", "--to", "x.db"]),
        (2, "--data, --server or a file", ["verify"]),
        (2, "excludes", ["verify", "--data", "data", "--server", "127.0.0.1:1", "-m", "loten"]),
        (2, "subcommand", []),
    ]
    for code, says, arguments in rows:
        place.admin(code, says, *arguments)


def without_keys(place):
    """A copy needs no keys and has none; a data folder that has lost its own is told of."""
    os.rename(place.keys, place.path("away"))
    place.admin(1, "nøklene mangler", "verify", "--data", "data")
    place.admin(0, "loten", "backup", "--data", "data", "-m", "loten", "--to", "keyless.db")
    place.admin(0, "alt stemmer", "verify", "keyless.db")
    check(not os.path.exists(place.keys), "looking made keys")
    os.rename(place.path("away"), place.keys)
    with open(os.path.join(place.keys, "loten.keys")) as keys:
        secrets = [line.split()[1] for line in keys.read().splitlines()[1:]]
    check(secrets, "a talk was prepared, and nobody has a key")
    for name in ("live.db", "stopped.db", "keyless.db"):
        with open(place.path(name), "rb") as copy:
            bytes_of = copy.read()
        check(os.stat(place.path(name)).st_mode & 0o077 == 0, name + " can be read by others")
        check(TEXT.encode() not in bytes_of, name + " holds what was said")
        for secret in secrets:
            check(secret.encode() not in bytes_of and bytes.fromhex(secret) not in bytes_of, name + " holds a key")


def damaged(place):
    with open(place.path("stopped.db"), "rb") as copy:
        whole = copy.read()
    check(whole.count(b"Tor Sunde") > 0, "the copy knows nobody")
    with open(place.path("damaged.db"), "wb") as copy:
        copy.write(whole.replace(b"Tor Sunde", b"Tor Sunne", 1))
    place.admin(1, "damaged", "verify", "damaged.db")
    with open(place.path("cut.db"), "wb") as copy:
        copy.write(whole[:len(whole) // 2])
    place.admin(1, "cut", "verify", "cut.db")


def put_back(place, before):
    """The server goes on from the copy as if nothing had been done since."""
    os.remove(os.path.join(place.server.data, "loten.db"))
    shutil.copyfile(place.path("live.db"), os.path.join(place.server.data, "loten.db"))
    place.server.start()
    check(place.asked("demo", "clock", "show") == before[0], "the clock stands where the copy had it")
    check(place.asked("task", "list", "--all") == before[1], "the tasks are the copy's")
    place.do("demo", "clock", "advance", "10d")
    place.server.stop()
    place.admin(0, "alt stemmer", "verify", "--data", "data")


def main():
    place = Place(os.path.abspath(sys.argv[1]), tempfile.mkdtemp(prefix="arshjul-backup-"))
    try:
        place.server.start()
        prepare_a_talk(place)
        before = place.asked("demo", "clock", "show"), place.asked("task", "list", "--all")
        live(place)
        place.do("demo", "clock", "advance", "3d")
        place.server.stop()
        stopped(place)
        without_keys(place)
        damaged(place)
        put_back(place, before)
        print("backups live and stopped are whole, hold no keys and can be put back; wrong input is told of")
    except BaseException:
        print(place.server.log(), file=sys.stderr)
        raise
    finally:
        place.server.stop()
        shutil.rmtree(place.folder)


if __name__ == "__main__":
    main()
