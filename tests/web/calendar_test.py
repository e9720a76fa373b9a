#!/usr/bin/env python3
"""A calendar of one's own: made, fetched without a session, replaced, revoked; and what somebody who guesses gets. What is fetched is
read by Debian's icalendar, which knows nothing of us.

usage: calendar_test.py BIN_DIR
"""
import json
import os
import subprocess
import sys

import icalendar

import browsing
import running
from running import check

HOME = "/v1/municipalities/loten"
LINK = HOME + "/calendarLink"


def expect(answer, status, reason=None):
    check(answer.status == status, "not %d but %s" % (status, answer))
    check(reason is None or answer.json()["reason"] == reason, "not %s but %s" % (reason, answer))
    return answer


def signed_in(gateway, person, municipality="loten"):
    browser = browsing.Browser(gateway)
    browser.sign_in(person, municipality)
    return browser


def fetch(gateway, path, **fields):
    """As a calendar service does: no cookie, none of a browser's fields."""
    stranger = browsing.Browser(gateway)
    try:
        return stranger.ask("GET", path, cookie=False, **{"Accept_Language": None, "Sec_Fetch_Site": None, "X_Forwarded_For": "192.0.2.1", **fields})
    finally:
        stranger.close()


def make(browser):
    return expect(browser.ask("POST", LINK, {}), 200).json()


def events_in(answer):
    check(answer.headers["Content-Type"] == "text/calendar; charset=utf-8", str(answer.headers))
    check(all(len(line) <= 75 for line in answer.body.split(b"\r\n")) and b"\n" not in answer.body.replace(b"\r\n", b""), "lines of 75 octets")
    calendar = icalendar.Calendar.from_ical(answer.body)
    return calendar, list(calendar.walk("VEVENT"))


def a_life(gateway, server, folder):
    browser = signed_in(gateway, "tor-sunde")
    check(expect(browser.get(LINK), 200).json()["active"] is False, "none yet")
    expect(browser.ask("POST", LINK + ":revoke", {}), 404, "CALENDAR_LINK_NOT_FOUND")
    made = make(browser)
    path = made["path"]
    check(made["link"]["active"] and made["link"]["lastRead"] == "" and made["link"]["language"] == "nb", str(made))
    secret = path.removeprefix("/calendar/loten.").removesuffix(".ics")
    check(len(secret) == 40 and len(set(secret)) > 5, "160 bits: %s" % path)
    check(expect(browser.get(LINK), 200).json() == made["link"], "told once")

    answer = expect(fetch(gateway, path), 200)
    check(answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers, str(answer.headers))
    calendar, events = events_in(answer)
    check(str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Årshjul, Løten kommune", str(calendar))
    check(calendar["REFRESH-INTERVAL"].to_ical() == b"PT4H", str(calendar))
    tasks = expect(browser.get(HOME + "/tasks?mine=true&openOnly=true"), 200).json()["tasks"]
    check(len(events) == len(tasks) > 0, "%s for %s" % (events, tasks))
    task, event = tasks[0], events[0]
    check(str(event["SUMMARY"]) == "Frist: %s, %s" % (task["title"], task["unit"]), str(event))
    number = task["name"].split("/")[-1]
    check(str(event["URL"]) == "%s/oppgaver/%s" % (gateway.origin, number) and str(event["URL"]) in event["DESCRIPTION"], str(event))
    check(event["DTSTART"].dt.isoformat() == task["dueTime"][:10] and (event["DTEND"].dt - event["DTSTART"].dt).days == 1, "%s, %s" % (event, task["dueTime"]))
    check(event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt and event["SEQUENCE"] > 0, str(event))
    check(event["TRANSP"] == "TRANSPARENT" and event["CLASS"] == "PRIVATE", str(event))
    check(expect(browser.get(LINK), 200).json()["lastRead"] == "2014-08-15", "fetched today, by the demo's clock")

    tag = answer.headers["ETag"]
    expect(fetch(gateway, path, If_None_Match=tag), 304)
    check(expect(fetch(gateway, path), 200).body == answer.body, "the same calendar is the same file")
    expect(fetch(gateway, path, If_None_Match='"another"'), 200)
    head = browsing.Browser(gateway)
    check(head.ask("HEAD", path, cookie=False).body == b"", "HEAD")
    expect(head.ask("POST", path, {}, cookie=False), 405)
    head.close()

    # What changes keeps its name.
    expect(browser.ask("POST", "/v1/%s:save" % task["name"], {"data": {}}), 200)
    changed = expect(fetch(gateway, path, If_None_Match=tag), 200)
    again = events_in(changed)[1][0]
    check(again["UID"] == event["UID"] and again["SEQUENCE"] > event["SEQUENCE"], "%s then %s" % (event, again))

    # In the language of whoever made it, whoever asks.
    english = browser.ask("POST", LINK, {}, Accept_Language="en").json()["path"]
    check(str(events_in(fetch(gateway, english, Accept_Language="sv"))[1][0]["SUMMARY"]).startswith("Due: "), "in English")
    expect(fetch(gateway, path), 404, "NO_CALENDAR")
    expect(browser.ask("POST", LINK + ":revoke", {}), 200)
    expect(fetch(gateway, english), 404, "NO_CALENDAR")
    check(expect(browser.get(LINK), 200).json()["active"] is False, "gone")
    log = gateway.log() + server.log()
    check(secret not in log and english.split(".")[1] not in log, "no secret in a log")
    data = b"".join(open(os.path.join(root, name), "rb").read() for root, _, names in os.walk(os.path.join(folder, "data")) for name in names)
    check(secret.encode() not in data, "nor on the disk")
    browser.close()


def guesses(gateway, server, folder):
    browser = signed_in(gateway, "tor-sunde")
    path = make(browser)["path"]
    wrong = [path[:-5] + ("0" if path[-5] != "0" else "1") + ".ics", path.replace("loten.", "hamar."), path.replace("loten.", ""), path.replace(".ics", ""),
             path.replace(".ics", ".ics.ics"), "/calendar/.ics", "/calendar/loten..ics", "/calendar", "/calendar/x/y.ics", "/calendar/loten." + "A" * 40 + ".ics", "/calendar/" + "a" * 3000 + ".ics",
             path.replace(".ics", ":x.ics")]
    told = [fetch(gateway, one, X_Forwarded_For="192.0.2.%d" % (10 + n)) for n, one in enumerate(wrong)]
    for answer in told:
        expect(answer, 404, "NO_CALENDAR")
    check(len({answer.body for answer in told}) == 1, "told alike")
    check({name: value for name, value in told[0].headers.items() if name != "Date"} == {name: value for name, value in told[2].headers.items() if name != "Date"}, "and with the same fields")
    expect(fetch(gateway, path, Host="evil.example"), 421)
    expect(fetch(gateway, path, Sec_Fetch_Site="cross-site"), 403, "CROSS_SITE")
    # A secret is for its calendar and for nothing else.
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    for fields in ({"Cookie": "arshjul=" + secret}, {"Authorization": "Bearer " + secret}):
        expect(fetch(gateway, HOME, **fields), 401, "UNAUTHENTICATED")
    # Nobody reads one through the API, nor has a hand on another's.
    check(not any("ReadCalendar" in json.dumps(operation) for operation in browser.get("/openapi.json").json()["paths"].values()), "no address for it")
    other = signed_in(gateway, "office")
    check(other.get(LINK).json()["active"] is False, "the office has none, and sees no other's")
    expect(other.ask("POST", LINK + ":revoke", {}), 404, "CALENDAR_LINK_NOT_FOUND")
    expect(fetch(gateway, path), 200)
    expect(other.get("/v1/municipalities/hamar/calendarLink"), 403, "OTHER_MUNICIPALITY")
    other.close()
    browser.close()


def a_flood(gateway, server, folder):
    browser = signed_in(gateway, "tor-sunde")
    path = make(browser)["path"]
    refused = 0
    for _ in range(60):
        answer = fetch(gateway, "/calendar/loten.%040d.ics" % 0, X_Forwarded_For="192.0.2.2")
        if answer.status == 429:
            refused += 1
            check(answer.headers["Retry-After"] and answer.json()["reason"] == "TOO_MANY_CALENDARS", str(answer))
    check(refused >= 20, "guesses are slowed down: %d" % refused)
    expect(fetch(gateway, path, X_Forwarded_For="192.0.2.2"), 429)
    expect(fetch(gateway, path, X_Forwarded_For="192.0.2.3"), 200)
    # Only what stands last was put there by the proxy.
    expect(fetch(gateway, path, X_Forwarded_For="192.0.2.3, 192.0.2.2"), 429)
    expect(fetch(gateway, path, X_Forwarded_For="not an address"), 200)
    browser.close()


def somebody_leaves(gateway, server, folder):
    """A link shows what its owner may see now: who has left sees nothing."""
    browser = signed_in(gateway, "tor-sunde")
    path = make(browser)["path"]
    check(len(events_in(fetch(gateway, path))[1]) > 0, "tasks")
    office = signed_in(gateway, "office")
    units = {unit["unit"]: unit["unitId"] for unit in office.get(HOME + "/units?pageSize=1000").json()["units"]}
    expect(office.ask("POST", "%s/units/%s:endHolding" % (HOME, units["Lund skole"]), {"reason": "Sluttet"}), 200)
    check(events_in(expect(fetch(gateway, path), 200))[1] == [], "nothing is left")
    office.close()
    browser.close()


def by_command_line(gateway, server, folder, programs):
    def arshjul(*words):
        done = subprocess.run([os.path.join(programs, "arshjul"), "--server", server.address, "--as", "Tor Sunde", "calendar", *words], capture_output=True, encoding="utf-8",
                              env={**running.surroundings(), "ARSHJUL_LANG": "nb"}, stdin=subprocess.DEVNULL, timeout=60)
        return done.returncode, done.stdout, done.stderr

    code, path, note = arshjul("create")
    check(code == 0 and path.startswith("/calendar/loten.") and path.endswith(".ics\n") and "bare nå" in note, str((code, path, note)))
    check("aldri" in arshjul("show")[1], "not fetched yet")
    expect(fetch(gateway, path.strip()), 200)
    check("15.08.2014" in arshjul("show")[1] or "15. august 2014" in arshjul("show")[1], str(arshjul("show")))
    check("ingen adresse" in arshjul("revoke")[1], "revoked")
    expect(fetch(gateway, path.strip()), 404)
    code, _, told = arshjul("revoke")
    check(code != 0 and "trukket tilbake" in told, str((code, told)))


def main():
    programs = os.path.abspath(sys.argv[1])
    for act in (a_life, guesses, a_flood, somebody_leaves, lambda *rooms: by_command_line(*rooms, programs)):
        browsing.try_in_front(programs, act)
    print("calendars: ok")


if __name__ == "__main__":
    main()
