#!/usr/bin/env python3
"""A running year moves to another version of its workflow, from the command line: planned, refused, asked, done; and the server
is killed right after it has said so.

usage: migrate_test.py BIN_DIR SOURCE_DIR
"""
import json
import os
import pty
import subprocess
import sys

import running
from running import check

BIN, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
WORKFLOW = os.path.join(SOURCE, "workflows", "annual-cycle")


def version(server):
    done = server.call("cycle", "list", "-o", "json")
    check(done.returncode == 0, done.stderr)
    return next(cycle["workflowVersion"] for cycle in json.loads(done.stdout)["cycles"] if cycle["year"] == 2015)


def typed(server, words, answer):
    """As somebody at a terminal would do it: exit code and what was said."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [os.path.join(BIN, "arshjul"), "--server", server.address, "--municipality", "loten", "--as", "office", "--lang", "nb", *words],
            stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=running.surroundings(), encoding="utf-8")
        os.write(ours, (answer + "\n").encode())
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err
    finally:
        os.close(ours)
        os.close(theirs)


def migrate(server, folder):
    good, forgotten = os.path.join(folder, "ny-mal.yaml"), os.path.join(folder, "glemt.yaml")
    for path, changes in ((good, "kvalitetssikring.versjon"), (forgotten, "glemt-overtakelse.versjon")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(running.later_version(WORKFLOW, changes))
    base = ("cycle", "migrate", "2015", "--workflow")
    plan = server.call(*base, good, "--plan")
    check(plan.returncode == 0 and "annual-cycle@2" in plan.stdout, "the plan: exit %d\n%s%s" % (plan.returncode, plan.stdout, plan.stderr))
    check("trekkes tilbake" in plan.stdout and "Medbestemmelse" in plan.stdout, "the plan says too little\n" + plan.stdout)
    as_json = server.call(*base, good, "--plan", "-o", "json")
    migration = json.loads(as_json.stdout)["migration"]
    check(migration["to"] == "annual-cycle@2" and len(migration["steps"]) == migration["stepCount"], as_json.stdout)

    plan = server.call(*base, forgotten, "--plan")
    check(plan.returncode == 1 and "start_not_discussed" in plan.stdout and "kan ikke være med" in plan.stdout, plan.stdout + plan.stderr)
    refused = server.call(*base, forgotten, "--reason", "kvalitetssikring", "--yes")
    check(refused.returncode == 6, "refused: exit %d\n%s" % (refused.returncode, refused.stderr))
    check("migrate_from" in refused.stderr and "withdrawn_tasks" in refused.stderr, "not every reason is told\n" + refused.stderr)
    check(refused.stdout == "", "an error must not write to stdout")

    for words, code in [((good,), 2), ((good, "--reason", "kvalitetssikring"), 2), ((good, "--version", "1", "--plan"), 2),
                        ((os.path.join(folder, "finnes-ikke.yaml"), "--plan"), 1), (("finnes-ikke", "--plan"), 3),
                        (("annual-cycle", "--version", "1", "--plan"), 1)]:
        done = server.call(*base, *words)
        check(done.returncode == code, "%s: exit %d, not %d\n%s" % (words, done.returncode, code, done.stderr))
    check(version(server) == 1, "something that was refused, or only planned, changed the cycle")

    code, out, err = typed(server, (*base, good, "--reason", "kvalitetssikring"), "2014")
    check(code == 1 and "2015" in err and version(server) == 1, "not confirmed: exit %d\n%s%s" % (code, out, err))
    code, out, err = typed(server, (*base, good, "--reason", "kvalitetssikring"), "2015")
    check(code == 0 and "annual-cycle@2" in out, "confirmed: exit %d\n%s%s" % (code, out, err))
    server.kill()
    server.start()
    check(version(server) == 2, "acknowledged before kill -9, and not there after")
    watched = server.call("cycle", "watch", "2015", "--until-now")
    check("annual-cycle@2" in watched.stdout and "kvalitetssikring" in watched.stdout, watched.stdout[-2000:])


if __name__ == "__main__":
    running.try_on_a_server(BIN, migrate)
