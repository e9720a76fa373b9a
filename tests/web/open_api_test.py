#!/usr/bin/env python3
"""The gateway's description of the API is sound and true: it is linted, and every operation in it is called, with answers and
problems compared with what the description says of them.

usage: open_api_test.py BIN_DIR SOURCE_DIR
"""
import base64
import json
import os
import subprocess
import sys
import tempfile

import browsing
import running
import schema
from running import check

SKIPPED = 77
YEAR = "2015"
HERE = {"municipality": "loten", "cycle": YEAR, "leader": "tor-sunde", "person": "tor-sunde", "workflow": "annual-cycle"}


def text(value):
    return base64.b64encode(value.encode()).decode()


def lint(source, document):
    tool = os.path.join(source, "tests/tools/node_modules/.bin/redocly")
    if not os.path.exists(tool):
        check(os.environ.get("CI") != "true", "redocly is not installed: run `npm ci` in tests/tools")
        return False
    with tempfile.TemporaryDirectory(prefix="arshjul-openapi-") as folder:
        path = os.path.join(folder, "openapi.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file)
        done = subprocess.run([tool, "lint", "--config", os.path.join(source, "tests/web/redocly.yaml"), path], capture_output=True, encoding="utf-8",
                              timeout=300, env={**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}, stdin=subprocess.DEVNULL)
        check(done.returncode == 0, "redocly:\n" + done.stdout + done.stderr)
    return True


# What to send so that an operation is well done; (who, body or query). Operations that are not here are called with nothing at
# all, as the office.
def sendings(found):
    return {
        "OrganisationService_GetPerson": ("office", None),
        "ScorecardService_GetScorecard": ("office", {"unit": "Lund skole", "year": YEAR}),
        "ScorecardService_CompareScorecard": ("office", {"unit": "Lund skole", "year": YEAR}),
        "MunicipalityService_ListDaysOff": ("office", {"first": "2015-01-01", "last": "2015-12-31"}),
        "CycleService_WatchCycle": ("office", {"untilNow": "true"}),
        "TaskService_SaveTask": ("tor-sunde", {"data": {}}),
        "TaskService_CommentTask": ("tor-sunde", {"text": "Dette går bra."}),
        "TaskService_ReassignTask": ("office", {"person": "tor-sunde", "reason": "Prøve"}),
        "CycleService_SuspendCycle": ("office", {"reason": "Prøve"}),
        "CycleService_ResumeCycle": ("office", {"reason": "Prøve"}),
        "CycleService_LaunchCycle": ("office", {"workflow": "annual-cycle", "year": 2016, "validateOnly": True}),
        "CycleService_MigrateCycle": ("office", {"workflow": "annual-cycle", "validateOnly": True}),
        "CycleService_SimulateCycle": ("office", {"workflow": "annual-cycle", "year": 2016}),
        "CycleService_CloseCycle": ("office", {"validateOnly": True}),
        "CycleService_OpenPhase": ("office", {"phase": found["phase"], "reason": "Prøve"}),
        "WorkflowService_CheckWorkflow": ("office", {"source": "name: [\n"}),
        "OrganisationService_RegisterAbsence": ("office", {"person": "tor-sunde", "from": "2014-09-01", "to": "2014-09-05"}),
        "OrganisationService_GrantRole": ("office", {"person": "tor-sunde", "role": "SUPPORTER"}),
        "OrganisationService_ImportOrganisation": ("office", {"csv": text("unit,parent\nA,\n"), "validateOnly": True}),
        "ScorecardService_ImportScorecards": ("office", {"csv": text("unit,indicator,year\nLund skole,A,2015\n"), "validateOnly": True}),
        "MunicipalityService_UpdateMunicipality": ("office", {"displayName": "Løten kommune"}),
        "MunicipalityService_CreateMunicipality": ("office", {"id": "ny", "displayName": "Ny kommune"}),
        "OperationsService_Verify": ("office", {}),
        "DemoService_AdvanceClock": ("office", {"days": 1}),
        "DemoService_PlayDemo": ("office", {"until": "2014-08-18"}),
    }


# What is refused, and why: what is not there in the demo as it begins, what is not for a session of one municipality, changes called with
# nothing. An operation is among these, or it is well done.
REFUSED = {
    "AgreementService_GetAgreement": "AGREEMENT_NOT_FOUND",
    "AgreementService_GetTalk": "TALK_NOT_FOUND",
    "AgreementService_RemindCommitment": "COMMITMENT_NOT_FOUND",
    "AgreementService_SettleCommitment": "INVALID_INPUT",
    "CycleService_CancelCycle": "INVALID_INPUT",
    "CycleService_MigrateCycle": "INVALID_INPUT",
    "DemoService_SetClock": "INVALID_INPUT",
    "IncidentService_GetIncident": "INCIDENT_NOT_FOUND",
    "IncidentService_RetryIncident": "INCIDENT_NOT_FOUND",
    "IncidentService_SkipIncident": "INCIDENT_NOT_FOUND",
    "MunicipalityService_CreateMunicipality": "BEYOND_MUNICIPALITY",
    "MunicipalityService_ListMunicipalities": "BEYOND_MUNICIPALITY",
    "OperationsService_GetHealth": "BEYOND_MUNICIPALITY",
    "OrganisationService_AssignHolding": "INVALID_INPUT",
    "OrganisationService_CloseUnit": "INVALID_INPUT",
    "OrganisationService_EndHolding": "INVALID_INPUT",
    "OrganisationService_MoveUnit": "UNIT_NOT_FOUND",
    "OrganisationService_RevokeRole": "ACTION_NOT_POSSIBLE",
    "ScorecardService_ChangeTarget": "UNIT_NOT_FOUND",
    "ScorecardService_RecordResult": "INVALID_INPUT",
    "ScorecardService_SetFrame": "UNIT_NOT_FOUND",
    "TaskService_CompleteTask": "NOT_YOUR_TASK",
    "TaskService_RemindTasks": "CYCLE_NOT_FOUND",
    "WorkflowService_PublishWorkflow": "INVALID_WORKFLOW",
}

# At the very end: after them the year is over.
LAST = ["DemoService_SetClock", "DemoService_AdvanceClock", "DemoService_PlayDemo", "CycleService_CancelCycle"]


def operations(document):
    """(path, method, operation), reads first, the end of the year last."""
    every = [(path, method, operation) for path, methods in document["paths"].items() for method, operation in methods.items()]

    def order(one):
        name = one[2]["operationId"]
        return (LAST.index(name) if name in LAST else -1, one[1] != "get", name != "CycleService_SuspendCycle", name != "CycleService_ResumeCycle")

    return sorted(every, key=order)


def path_of(path, operation, found):
    for parameter in operation["parameters"]:
        if parameter.get("in") == "path":
            name = parameter["name"]
            value = found["resource"] if name == "resource" else found.get(name, HERE.get(name, "1"))
            path = path.replace("{%s}" % name, value)
    return path


def values_in(answer, media_type):
    """The JSON values of an answer that is one, or of each line or event of one that is a stream."""
    if media_type == "application/x-ndjson":
        return [json.loads(line) for line in answer.body.decode().splitlines()]
    if media_type == "text/event-stream":
        events = [dict(line.split(": ", 1) for line in event.splitlines() if ": " in line) for event in answer.body.decode().split("\n\n")]
        return [json.loads(event["data"]) for event in events if event.get("event") == "message"]
    return [answer.json()]


def call(browser, document, path, method, operation, sending, found):
    """Calls it, as a stream of events too where it is one, and holds the answers against the description. The last answer."""
    answer = call_once(browser, document, path, method, operation, sending, found)
    described = operation["responses"]["200"]
    if method == "get" and answer.status == 200 and "text/event-stream" in described.get("content", {}):
        events = call_once(browser, document, path, method, operation, sending, found, Accept="text/event-stream")
        check(len(values_in(events, "text/event-stream")) == len(values_in(answer, answer.headers["Content-Type"])) > 0, "the same as events: %s" % events)
    return answer


def call_once(browser, document, path, method, operation, sending, found, **fields):
    query = ""
    if method == "get" and sending:
        query = "?" + "&".join("%s=%s" % (name, value.replace(" ", "%20")) for name, value in sending.items())
    body = None if method == "get" else sending or {}
    answer = browser.ask(method.upper(), path_of(path, operation, found) + query, body, **fields)
    name = "%s: %s" % (operation["operationId"], str(answer)[:1500])
    responses = operation["responses"]
    described = responses.get(str(answer.status)) or responses.get("%dXX" % (answer.status // 100))
    check(described is not None, "a status that is not described: " + name)
    if "$ref" in described:
        described = document["components"]["responses"][described["$ref"].rsplit("/", 1)[1]]
    media_type = answer.headers["Content-Type"]
    check(media_type in described["content"], "%s is not described: %s" % (media_type, name))
    for value in values_in(answer, media_type):
        wrong = list(schema.faults(value, described["content"][media_type]["schema"], document))
        check(not wrong, "\n".join(wrong[:20]) + "\n" + name)
    return answer


def is_true(document, gateway):
    browsers = {}
    for person in ("office", "tor-sunde"):
        browsers[person] = browsing.Browser(gateway)
        browsers[person].sign_in(person)
    home = "/v1/municipalities/loten"
    task = browsers["tor-sunde"].get(home + "/tasks?mine=true&openOnly=true").json()["tasks"][0]
    unit = next(unit for unit in browsers["office"].get(home + "/units").json()["units"] if unit["unit"] == "Lund skole")
    indicator = browsers["office"].get(home + "/indicators").json()["indicators"][0]
    role = browsers["office"].get(home + "/roleBindings").json()["roleBindings"][0]
    found = {"task": task["name"].rsplit("/", 1)[1], "unit": unit["unitId"], "indicator": indicator["name"].rsplit("/", 1)[1], "phase": "budget",
             "roleBinding": role["name"].rsplit("/", 1)[1], "resource": "loten/tasks/" + task["name"].rsplit("/", 1)[1]}
    known, refused, well, called = sendings(found), dict(REFUSED), [], 0
    for path, method, operation in operations(document):
        person, sending = known.pop(operation["operationId"], ("office", None))
        answer = call(browsers[person], document, path, method, operation, sending, found)
        called += 1
        name = operation["operationId"]
        reason = refused.pop(name, None)
        check((reason is None and answer.status == 200) or (reason and 400 <= answer.status < 500 and answer.json()["reason"] == reason),
              "%s, not %s: %s" % (name, reason or "well done", str(answer)[:1000]))
        well += [name] * (answer.status == 200)
    check(not known and not refused, "there is no operation %s any more" % ", ".join([*known, *refused]))
    print("%d operations called, %d well done" % (called, len(well)))
    for browser in browsers.values():
        browser.close()


def main():
    programs, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    printed = running.run([os.path.join(programs, "arshjul-gateway"), "--print-openapi"])
    check(printed.returncode == 0, printed.stderr)
    document = json.loads(printed.stdout)
    linted = lint(source, document)

    def served(gateway, server, folder):
        browser = browsing.Browser(gateway)
        check(browser.get("/openapi.json").json() == document, "what is printed is what is served")
        browser.close()
        is_true(document, gateway)

    browsing.try_in_front(programs, served)
    if not linted:
        print("redocly is not installed: run `npm ci` in tests/tools", file=sys.stderr)
    return 0 if linted else SKIPPED


if __name__ == "__main__":
    sys.exit(main())
