#!/usr/bin/env python3
"""Lives the demo municipality's cycle from launch to close through the command line, knowing only the machine contract:
task list, task show, task complete, cycle overview, agreement list. Kills the server on the way. Then wrong values.

usage: contract_test.py BIN_DIR [--keep]
"""
import json
import os
import shutil
import sys
import tempfile

import running

BIN = os.path.abspath(sys.argv[1])
checks = 0


def check(condition, what):
    global checks
    checks += 1
    running.check(condition, what)


class Client:
    def __init__(self, server):
        self.server = server

    def run(self, *arguments, person="office", data=None):
        return self.server.call(*arguments, person=person, **({} if data is None else {"input": json.dumps(data)}))

    def json(self, *arguments, person="office", data=None):
        done = self.run(*arguments, "-o", "json", person=person, data=data)
        check(done.returncode == 0, "%s as %s: exit %d\n%s" % (" ".join(arguments), person, done.returncode, done.stderr))
        return json.loads(done.stdout)


def blank(value):
    return value is None or value == "" or value == [] or value == {}


def fill_one(field):
    if not blank(field.get("default")):
        return field["default"]
    kind = field["type"]
    if kind == "CHOICE":
        return field["options"][0]["value"]
    if kind == "NUMBER":
        return field["min"] if not blank(field.get("min")) else 1
    if kind == "DATE":
        return field["min"] if not blank(field.get("min")) else field.get("max") or "2016-06-01"
    return "Skrevet av en klient som bare kjenner skjemaet"


def fill(task, action):
    data = {}
    for field in task["form"]["fields"]:
        if field["id"] not in action["fields"]:
            continue
        if field["type"] == "TABLE":
            rows = [dict(row) for row in field.get("default") or []]
            for row in rows:
                for column in field["columns"]:
                    if column.get("required") and not column.get("readOnly") and blank(row.get(column["id"])):
                        row[column["id"]] = fill_one(column)
            data[field["id"]] = rows
        elif field["required"] or field["id"] in action.get("requiredFields", []):
            data[field["id"]] = fill_one(field)
    return data


def mend(data, action, stderr):
    """Fills what a refusal names: '  results[3].cause: ...'."""
    mended = False
    for line in stderr.splitlines():
        path = line.strip().split(":")[0]
        if "[" in path and "]." in path:
            table, rest = path.split("[", 1)
            row, column = rest.split("].", 1)
            if table in data and row.isdigit() and int(row) < len(data[table]):
                data[table][int(row)][column] = "Fylt ut etter beskjed"
                mended = True
        elif path in action["fields"]:
            data[path] = "Fylt ut etter beskjed"
            mended = True
    return mended


def live(client, day, kill_after=None):
    """Completes every open task, until none is left. Returns how many."""
    client.json("demo", "clock", "set", day)
    count = 0
    while True:
        tasks = client.json("task", "list", "--all", "--open")["tasks"]
        if not tasks:
            return count
        before = count
        for listed in tasks:
            person = listed["assignee"]
            check(person, "a task without an owner: " + listed["name"])
            task = client.json("task", "show", listed["name"], person=person)
            if task["state"] != "OPEN":
                continue
            action = next(a for a in task["actions"] if a["leads"] == "FORWARD")
            data = fill(task, action)
            done = client.run("task", "complete", listed["name"], "--action", action["id"], "--data", "-", person=person, data=data)
            if done.returncode == 1 and mend(data, action, done.stderr):
                done = client.run("task", "complete", listed["name"], "--action", action["id"], "--data", "-", person=person, data=data)
            check(done.returncode == 0, "%s %s as %s with %s: exit %d\n%s" % (listed["title"], listed["unit"], person, json.dumps(data)[:2000], done.returncode, done.stderr))
            count += 1
            if kill_after is not None and count == kill_after:
                client.server.kill()
                client.server.start()
                again = client.json("task", "show", listed["name"], person=person)
                check(again["state"] == "DONE", "acknowledged before kill -9, and not done after: " + listed["name"])
        check(count > before, "nothing could be done on " + day)


def wrong_values(client):
    """Every kind of wrong input gets its clear error and changes nothing."""
    tasks = client.json("task", "list", "--all", "--open")["tasks"]
    involvement = next(t for t in tasks if t["phase"] == "ambition")
    person, name = involvement["assignee"], involvement["name"]
    complete_it = lambda data, who=person, action="record": client.run("task", "complete", name, "--action", action, "--data", "-", person=who, data=data)
    before = client.json("task", "show", name, person=person)
    rows = [
        ({}, person, "record", 1, "what_was_good"),
        ({"held_on": "i går"}, person, "record", 1, "held_on"),
        ({"held_on": "2031-01-01"}, person, "record", 1, "held_on"),
        ({"participation_level": "masse"}, person, "record", 1, "participation_level"),
        ({"finnes_ikke": 1}, person, "record", 1, "finnes_ikke"),
        ({"what_was_good": ["liste"]}, person, "record", 1, "what_was_good"),
        ({"what_was_good": "x" * 5000}, person, "record", 1, "what_was_good"),
        ({}, person, "finnes-ikke", 6, ""),
        ({}, "council", "record", 5, ""),
        ({}, "Ukjent Person", "record", 3, ""),
    ]
    for data, who, action, code, field in rows:
        done = complete_it(data, who, action)
        check(done.returncode == code, "%s as %s: exit %d, not %d\n%s" % (data, who, done.returncode, code, done.stderr))
        check(field in done.stderr, "%s: the error does not name %s\n%s" % (data, field, done.stderr))
        check(done.stdout == "", "an error must not write to stdout")
    check(client.json("task", "show", name, person=person) == before, "a refused completion changed the task")
    check(client.run("task", "show", "999999").returncode == 3, "an unknown task is exit 3")
    check(client.run("cycle", "launch", "--workflow", "annual-cycle", "--year", "2015").returncode == 6, "a second launch is a conflict")
    check(client.run("cycle", "launch", "--year", "abc").returncode == 2, "bad usage is exit 2")


def main():
    folder = tempfile.mkdtemp(prefix="arshjul-contract-")
    server = running.Server(BIN, os.path.join(folder, "data"))
    try:
        server.start()
        client = Client(server)
        cycles = client.json("cycle", "list")
        check("2015" in json.dumps(cycles), "the demo starts with cycle 2015")
        wrong_values(client)
        done = {}
        for day, kill_after in [("2014-08-15", 20), ("2014-09-26", 30), ("2014-12-16", 1), ("2015-01-02", None), ("2016-01-04", 10), ("2016-02-01", 25), ("2016-06-15", None)]:
            done[day] = live(client, day, kill_after)
            check(done[day] > 0, "no tasks on " + day)
        agreements = client.json("agreement", "list")["agreements"]
        annual = [a for a in agreements if a["kind"] == "ANNUAL"]
        check(len(annual) >= 15, "too few agreements: %d" % len(annual))
        for agreement in annual:
            check(agreement["state"] == "SIGNED" and len(agreement["signatures"]) == 2, "not signed: " + json.dumps(agreement))
            check(all(s["documentHash"] == agreement["documentHash"] for s in agreement["signatures"]), "a signature of another text")
        overview = client.json("cycle", "overview", "2015")
        for phase in overview["phases"]:
            check(phase["done"] == phase["due"], "not all done: " + json.dumps(phase))
            check(phase["overdue"] == 0, "overdue: " + json.dumps(phase))
        check("CLOSED" in json.dumps(client.json("cycle", "list")), "the cycle is closed")
        server.stop()
        verified = server.admin("verify", "--data", server.data)
        check(verified.returncode == 0, "verify: " + verified.stdout + verified.stderr)
        print("%d tasks completed (%s), %d agreements signed, %d checks passed" % (sum(done.values()), ", ".join("%s: %d" % d for d in done.items()), len(agreements), checks))
    except BaseException:
        print(server.log(), file=sys.stderr)
        raise
    finally:
        server.stop()
        if "--keep" in sys.argv:
            print(folder)
        else:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
