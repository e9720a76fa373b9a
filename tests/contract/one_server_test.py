#!/usr/bin/env python3
"""A folder of municipalities belongs to one server, and its files to nobody else: a second server is refused and says why; a
file that is deleted or swapped under a running server is found and said, and nothing is acknowledged after.

usage: one_server_test.py BIN_DIR [SOURCE_DIR]
"""
import json
import os
import shutil
import sys
import tempfile

import running
from running import check


def comment(server, task, text):
    """Whether a comment was acknowledged, and all that was said of it."""
    done = server.call("task", "comment", task, "--text", text)
    return done.returncode == 0, done.stdout + done.stderr


def a_task(server):
    done = server.call("task", "list", "--all", "--open", "-o", "json")
    check(done.returncode == 0, "task list: exit %d\n%s" % (done.returncode, done.stderr))
    return json.loads(done.stdout)["tasks"][0]["name"].rsplit("/", 1)[1]


def comments(server, task):
    done = server.call("task", "show", task, "-o", "json")
    check(done.returncode == 0, "task show: exit %d\n%s" % (done.returncode, done.stderr))
    return [said["text"] for said in json.loads(done.stdout)["comments"]]


def a_second_server_is_refused(programs, server, task):
    other = running.Server(programs, server.data)
    other.log_path += ".second"
    other.launch()
    try:
        check(other.process.wait(timeout=60) == 1, "a second server ends with %s" % other.process.returncode)
    finally:
        other.stop()
    for words in ("held by process %d" % server.process.pid, "stop it first"):
        check(words in other.log(), "a second server does not say '%s', but\n%s" % (words, other.log()))
    check(comment(server, task, "mens en annen prøvde")[0], "the first server goes on")


def deleted(path):
    os.remove(path)


def swapped(path):
    shutil.copyfile(path, path + ".copy")
    os.rename(path + ".copy", path)


def without_its_log(path):
    os.remove(path + "-wal")


def is_found(programs, prepared, task, harm):
    """Does this to the file of a running server, which must end and say why, with nothing acknowledged after."""
    folder = tempfile.mkdtemp(prefix="arshjul-one-")
    server = running.Server(programs, os.path.join(folder, "data"))
    try:
        for name in ("data", "data-keys"):
            shutil.copytree(os.path.join(prepared, name), os.path.join(folder, name))
        server.start()
        check(comment(server, task, "før")[0], "%s: a sound server takes a comment" % harm.__name__)
        harm(os.path.join(server.data, "loten.db"))
        acknowledged, told = comment(server, task, "etter")
        check(not acknowledged, "%s: a comment was acknowledged after\n%s" % (harm.__name__, told))
        check(server.process.wait(timeout=60) != 0, "%s: the server ended as if all were well" % harm.__name__)
        check("deleted or replaced" in server.log(), "%s: the server does not say so, but\n%s" % (harm.__name__, server.log()))
    finally:
        server.stop()
        shutil.rmtree(folder)


def main():
    programs = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="arshjul-one-")
    server = running.Server(programs, os.path.join(folder, "data"))
    try:
        server.start()
        task = a_task(server)
        a_second_server_is_refused(programs, server, task)
        server.stop()
        for harm in (deleted, swapped, without_its_log):
            is_found(programs, folder, task, harm)
        server.start()
        check(comments(server, task) == ["mens en annen prøvde"], "what was said is there: %s" % comments(server, task))
    finally:
        server.stop()
        shutil.rmtree(folder)
    print("one server to a folder; a file deleted, swapped or without its log ends it")


if __name__ == "__main__":
    main()
