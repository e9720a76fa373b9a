#!/usr/bin/env python3
"""A running year in which some are stuck, from the command line: found, tried again in vain, skipped, cured by a mended workflow; and
the server is killed right after it has said so.

usage: incident_test.py BIN_DIR SOURCE_DIR
"""
import json
import os
import sys

import running
from running import check

BIN, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
WORKFLOW = os.path.join(SOURCE, "workflows", "annual-cycle")


def done(server, *words, **more):
    call = server.call(*words, **more)
    check(call.returncode == 0, "%s: exit %d\n%s%s" % (" ".join(words), call.returncode, call.stdout, call.stderr))
    return call.stdout


def refused(server, code, reason, *words, **more):
    call = server.call(*words, **more)
    check(call.returncode == code and reason in call.stderr and call.stdout == "",
          "%s: exit %d, not %d with %s\n%s%s" % (" ".join(words), call.returncode, code, reason, call.stdout, call.stderr))


def incidents(server, *more):
    return json.loads(done(server, "incident", "list", *more, "-o", "json")).get("incidents", [])


def number(incident):
    return incident["name"].split("/")[-1]


def restart(server):
    server.kill()
    server.start()


def repair(server, folder):
    faulty, mended = os.path.join(folder, "ring.yaml"), os.path.join(folder, "rettet.yaml")
    for path, changes in ((faulty, "ring-i-malen.versjon"), (mended, "ring-rettet.versjon")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(running.later_version(WORKFLOW, changes))
    call = server.call("incident", "list")
    check(call.returncode == 0 and "Ingenting står fast" in call.stderr, call.stdout + call.stderr)
    done(server, "cycle", "migrate", "2015", "--workflow", faulty, "--reason", "telling", "--yes")
    done(server, "demo", "clock", "set", "2014-09-24")

    stuck = incidents(server)
    check(len(stuck) >= 3, "too few are stuck to try everything: %d" % len(stuck))
    check(all(one["cause"] == "WORKFLOW_LIMIT" and one["kind"] == "STEP" and one["phase"] == "ambition" and one["subject"] for one in stuck),
          json.dumps(stuck, ensure_ascii=False))
    check("gikk i ring" not in stuck[0]["causeText"] and "1000" in stuck[0]["causeText"], stuck[0]["causeText"])
    shown = done(server, "incident", "show", number(stuck[0]))
    check("WORKFLOW_LIMIT" in shown and stuck[0]["subject"] in shown and "står fast" in shown, shown)
    overview = done(server, "cycle", "overview", "2015")
    check("(står fast)" in overview and "%d hendelser står fast" % len(stuck) in overview, overview)
    watched = done(server, "cycle", "watch", "2015", "--until-now")
    check("gikk i ring" in watched, watched[-2000:])

    first, second = number(stuck[0]), number(stuck[1])
    # Others may not even look; the auditor may look.
    for person in ("tor-sunde", "controller"):
        refused(server, 5, "NOT_VISIBLE", "incident", "list", person=person)
        refused(server, 5, "NOT_VISIBLE", "incident", "show", first, person=person)
    for person in ("tor-sunde", "controller", "auditor"):
        refused(server, 5, "ROLE_MISSING", "incident", "retry", first, person=person)
        refused(server, 5, "ROLE_MISSING", "incident", "skip", first, "--reason", "nei", person=person)
    done(server, "incident", "show", first, person="auditor")

    before = json.loads(done(server, "incident", "show", first, "-o", "json"))
    refused(server, 6, "WORKFLOW_LIMIT", "incident", "retry", first)
    check(json.loads(done(server, "incident", "show", first, "-o", "json")) == before, "a retry that fails changes nothing")
    refused(server, 3, "INCIDENT_NOT_FOUND", "incident", "show", "9999999")
    refused(server, 3, "INCIDENT_NOT_FOUND", "incident", "retry", "9999999")
    refused(server, 6, "STALE_ETAG", "incident", "skip", first, "--reason", "gjort", "--etag", "77")
    check(server.call("incident", "skip", first).returncode == 2, "a reason must be given")
    refused(server, 1, "INVALID_INPUT", "incident", "skip", first, "--reason", " ")

    skip = ("incident", "skip", first, "--reason", "gjort for hånd", "--etag", before["etag"], "--request-id", "skip-one")
    told = done(server, *skip)
    check("hoppet over" in told and "gjort for hånd" in told, told)
    restart(server)
    check(done(server, *skip) == told, "the same request, another answer")
    refused(server, 6, "INCIDENT_SETTLED", "incident", "retry", first)
    check([number(one) for one in incidents(server)] == [number(one) for one in stuck[1:]], "one is settled, the others are not")
    settled = [one for one in incidents(server, "--all") if number(one) == first]
    check(settled[0]["state"] == "SKIPPED" and settled[0]["reason"] == "gjort for hånd" and settled[0]["settledByName"], str(settled))

    plan = done(server, "cycle", "migrate", "2015", "--workflow", mended, "--plan")
    check("prøves på nytt" in plan, plan)
    check(len(incidents(server)) == len(stuck) - 1, "a plan changes nothing")
    done(server, "cycle", "migrate", "2015", "--workflow", mended, "--reason", "ringen er brutt", "--yes")
    restart(server)
    check(incidents(server) == [], "the mended workflow cures what was stuck")
    cured = json.loads(done(server, "incident", "show", second, "-o", "json"))
    check(cured["state"] == "RETRIED" and cured["reason"] == "ringen er brutt", str(cured))
    check("står fast)" not in done(server, "cycle", "overview", "2015"), "nobody is stuck")


if __name__ == "__main__":
    running.try_on_a_server(BIN, repair)
