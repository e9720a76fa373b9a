#!/usr/bin/env python3
"""The gateway in front of a real server: signing in and out, the API as JSON, problems, streams, pages, health.

usage: gateway_test.py BIN_DIR [SOURCE_DIR]
"""
import gzip
import json
import os
import re
import signal
import socket
import sys
import tempfile
import time

import browsing
import running
from running import check

HOME = "/v1/municipalities/loten"


def expect(answer, status, reason=None):
    check(answer.status == status, "not %d but %s" % (status, answer))
    if reason is not None:
        check(answer.headers["Content-Type"] == "application/problem+json", str(answer.headers))
        check(answer.json()["reason"] == reason and answer.json()["status"] == status, str(answer))
    return answer


def signing_in(gateway, server, folder):
    browser = browsing.Browser(gateway)
    nobody = expect(browser.get("/session"), 200).json()
    check(nobody == {"signedIn": False, "demo": True}, str(nobody))
    expect(browser.get(HOME), 401, "UNAUTHENTICATED")
    people = expect(browser.get("/session/people"), 200).json()["municipalities"]
    check(people[0]["name"] == "municipalities/loten" and people[0]["displayName"] == "Løten kommune", str(people[0])[:300])
    office = [person for person in people[0]["people"] if "OFFICE" in person["roles"]]
    check(len(people[0]["people"]) > 20 and office and office[0]["description"], "people to be: %s" % office)
    tor = next(person for person in people[0]["people"] if person["id"] == "tor-sunde")
    check(tor["description"].startswith("Virksomhetsleder, Lund skole. Gjør oppgavene ") and tor["openTaskCount"] == 1, str(tor))
    check(expect(browser.get("/session/people", Accept_Language="en"), 200).json()["municipalities"][0]["people"] != people[0]["people"], "in the asker's language")
    answer = browser.sign_in(office[0]["id"])
    cookie = answer.headers["Set-Cookie"]
    check(re.fullmatch(r"arshjul=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", cookie), cookie)
    told = answer.json()
    check(told["signedIn"] and told["person"] == {"id": office[0]["id"], "displayName": office[0]["displayName"]}, str(told))
    check(told["municipality"] == "municipalities/loten" and told["municipalityName"] == "Løten kommune", str(told))
    check(told["idleSeconds"] in range(1790, 1801) and told["absoluteSeconds"] in range(35990, 36001), str(told))
    check(browser.get("/session").json()["signedIn"], "still signed in")
    expect(browser.get(HOME), 200)
    first = browser.cookie
    browser.sign_in("tor-sunde")
    check(browser.cookie != first, "a new id at each sign-in")
    second, browser.cookie = browser.cookie, first
    expect(browser.get(HOME), 401, "UNAUTHENTICATED")
    browser.cookie = second
    expect(browser.ask("POST", "/session:extend"), 200)
    gone = expect(browser.ask("DELETE", "/session"), 204)
    check("Max-Age=0" in gone.headers["Set-Cookie"], gone.headers["Set-Cookie"])
    browser.cookie = second
    expect(browser.get(HOME), 401, "UNAUTHENTICATED")
    expect(browser.ask("POST", "/session:extend"), 401, "UNAUTHENTICATED")
    wrong = expect(browser.ask("POST", "/session", {"who": "x", "person": 3}), 400, "INVALID_INPUT").json()["errors"]
    check({error["pointer"] for error in wrong} == {"/who", "/person", "/municipality"}, str(wrong))
    expect(browser.ask("POST", "/session", {"municipality": "loten", "person": "nobody at all"}), 404, "PERSON_NOT_FOUND")
    expect(browser.ask("POST", "/session", {"municipality": "hamar", "person": "office"}), 404, "MUNICIPALITY_NOT_FOUND")
    browser.close()


def the_api(gateway, server, folder):
    browser = browsing.Browser(gateway)
    browser.sign_in("tor-sunde")
    home = expect(browser.get(HOME), 200)
    check(home.json()["displayName"] == "Løten kommune" and home.headers["Content-Language"] == "nb", str(home))
    check(home.headers["Cache-Control"] == "no-store" and "Accept-Language" in home.headers["Vary"], str(home.headers))
    tasks = expect(browser.get(HOME + "/tasks?mine=true&openOnly=true"), 200).json()["tasks"]
    check(len(tasks) == 1 and tasks[0]["unit"] == "Lund skole", str(tasks))
    path = "/v1/" + tasks[0]["name"]
    task = expect(browser.get(path), 200)
    check(task.headers["ETag"] == '"%s"' % task.json()["etag"], "%s %s" % (task.headers["ETag"], task.json()["etag"]))
    check(expect(browser.get(path, Accept_Language="en"), 200).json()["title"] != task.json()["title"], "the language is the caller's")
    saved = expect(browser.ask("POST", path + ":save", {"data": {}}, If_Match=task.headers["ETag"], Idempotency_Key="a"), 200)
    check(saved.headers["ETag"] != task.headers["ETag"], "a draft changes the tag")
    again = expect(browser.ask("POST", path + ":save", {"data": {}}, If_Match=task.headers["ETag"], Idempotency_Key="a"), 200)
    check(again.headers["ETag"] == saved.headers["ETag"], "the same again is done once")
    expect(browser.ask("POST", path + ":save", {"data": {}}, If_Match=task.headers["ETag"], Idempotency_Key="b"), 409, "STALE_ETAG")
    expect(browser.ask("POST", path + ":save", {"data": {"x": 1}}, If_Match=task.headers["ETag"], Idempotency_Key="a"), 409, "REQUEST_REUSED")
    said = expect(browser.ask("POST", path + ":comment", {"text": "Dette går bra."}), 200).json()["comments"]
    check([comment["text"] for comment in said] == ["Dette går bra."], str(said))
    browser.close()


def problems(gateway, server, folder):
    browser = browsing.Browser(gateway)
    browser.sign_in("tor-sunde")
    path = "/v1/" + browser.get(HOME + "/tasks?mine=true&openOnly=true").json()["tasks"][0]["name"]
    task = browser.get(path).json()
    action = task["actions"][0]["id"]
    wrong = expect(browser.ask("POST", path + ":complete", {"action": action, "data": {"no_such_field": 1}}), 400, "INVALID_INPUT").json()
    check(wrong["type"] == "urn:arshjul:problem:INVALID_INPUT" and wrong["title"] and wrong["detail"], str(wrong))
    pointers = {error["pointer"] for error in wrong["errors"]}
    check("/data/no_such_field" in pointers and all(pointer.startswith("/data/") for pointer in pointers), str(wrong))
    both = expect(browser.ask("POST", path + ":complete", {"actoin": action, "tekst": 1}), 400, "INVALID_INPUT").json()
    check({error["pointer"] for error in both["errors"]} == {"/actoin", "/tekst"}, str(both))
    expect(browser.ask("POST", path + ":complete", '{"action": '), 400, "UNREADABLE_BODY")
    expect(browser.get(HOME + "/tasks?pagesize=3"), 400, "INVALID_INPUT")
    expect(browser.get(HOME + "/tasks/999999"), 404, "TASK_NOT_FOUND")
    expect(browser.get("/v1/municipalities/hamar"), 403, "OTHER_MUNICIPALITY")
    expect(browser.get("/v1/municipalities/hamar/tasks"), 403, "OTHER_MUNICIPALITY")
    expect(browser.get("/v1/municipalities/lotenx"), 403, "OTHER_MUNICIPALITY")
    for elsewhere in ("%6caten", "lo%74enx", "hamar%3f"):
        check(browser.get("/v1/municipalities/" + elsewhere).status in (400, 403), elsewhere)
    expect(browser.get("/v1/municipalities/l%6Ften"), 200)
    for beyond in ("/v1/municipalities", "/v1/health"):
        expect(browser.get(beyond), 403, "BEYOND_MUNICIPALITY")
    expect(browser.ask("POST", "/v1/municipalities", {"id": "hamar"}), 403, "BEYOND_MUNICIPALITY")
    expect(browser.ask("POST", path + ":save", {"data": {}}, Idempotency_Key=b"\xff"), 400, "INVALID_INPUT")
    for method, path_of, allowed in (("PUT", "/session", "GET, HEAD, POST, DELETE"), ("GET", "/session:extend", "POST"), ("POST", "/session/people", "GET, HEAD"),
                                     ("HEAD", HOME + "/cycles/2015:watch", "GET")):
        answer = expect(browser.ask(method, path_of), 405)
        check(answer.headers["Allow"] == allowed and b"{allowed}" not in answer.body, "%s %s" % (answer.headers, answer))
        check("Accept-Language" in answer.headers["Vary"], str(answer.headers))
    expect(browser.get("/metrics"), 404, "UNKNOWN_PATH")
    expect(browser.get("/v1/nothing"), 404, "UNKNOWN_PATH")
    check(expect(browser.ask("DELETE", HOME), 405, "METHOD_NOT_ALLOWED").headers["Allow"] == "GET, PATCH", "Allow")
    expect(browser.ask("POST", HOME + "/cycles/2015:suspend", {"reason": "x"}), 403, "ROLE_MISSING")
    expect(browser.ask("POST", path + ":save", "a=b", Content_Type="application/x-www-form-urlencoded"), 415, "UNSUPPORTED_MEDIA_TYPE")
    expect(browser.get(path, Accept="text/event-stream"), 406, "NOT_ACCEPTABLE")
    check(expect(browser.get("/v1/nothing", Accept_Language="en"), 404).json()["detail"] == "There is no such address.", "in English")
    browser.close()


def streams(gateway, server, folder):
    browser = browsing.Browser(gateway)
    browser.sign_in("office")
    whole = expect(browser.get(HOME + "/cycles/2015:watch?untilNow=true"), 200)
    check(whole.headers["Content-Type"] == "application/x-ndjson", str(whole.headers))
    lines = [json.loads(line)["event"] for line in whole.body.decode().splitlines()]
    check(len(lines) > 10, "%d events" % len(lines))
    # A reader that only reads is never taken for one that has gone.
    for _ in range(300):
        events = expect(browser.get(HOME + "/cycles/2015:watch?untilNow=true", Accept="text/event-stream"), 200)
        check(events.body.endswith(b"event: end\ndata: {}\n\n"), "cut off: %r" % events.body[-200:])
    events = browsing.Events(browser, HOME + "/cycles/2015:watch", Last_Event_ID=lines[-3]["position"])
    check(events.response.status == 200 and events.response.headers["Content-Type"] == "text/event-stream", str(events.response.headers))
    check(events.next() == {"retry": "3000"}, "it says that it has come through")
    resumed = [events.next(), events.next()]
    check([event["id"] for event in resumed] == [lines[-2]["position"], lines[-1]["position"]], "it goes on after the last one seen: %s" % resumed)
    check(json.loads(resumed[1]["data"])["event"]["summary"] == lines[-1]["summary"] and resumed[1]["event"] == "message", str(resumed))
    expect(browser.ask("POST", HOME + "/cycles/2015:suspend", {"reason": "Prøve"}), 200)
    live = events.next()
    check(int(live["id"]) > int(lines[-1]["position"]) and json.loads(live["data"])["event"]["kind"] == "cycle_suspended", str(live))
    expect(browser.ask("POST", HOME + "/cycles/2015:resume", {"reason": "Prøve"}), 200)
    check(events.next()["event"] == "message", "and on")
    lost = browsing.Events(browser, HOME + "/cycles/1999:watch")
    lost.next()
    problem = lost.next()
    check(problem["event"] == "problem" and json.loads(problem["data"])["reason"] == "CYCLE_NOT_FOUND" and lost.next() is None, str(problem))
    lost.close()
    expect(browser.get(HOME + "/cycles/1999:watch"), 404, "CYCLE_NOT_FOUND")
    expect(browser.get(HOME + "/cycles/1999:export"), 404, "CYCLE_NOT_FOUND")
    exported = expect(browser.get(HOME + "/cycles/2015:export"), 200)
    check(exported.headers["Content-Type"] == "application/json" and isinstance(exported.json(), dict), "the document itself")
    expect(browser.ask("DELETE", "/session"), 204)
    ended = events.next()
    check(ended["event"] == "problem" and json.loads(ended["data"])["reason"] == "UNAUTHENTICATED", str(ended))
    check(events.next() is None, "signing out ends the stream")
    events.close()
    browser.close()


def the_server_goes_and_comes(gateway, server, folder):
    browser = browsing.Browser(gateway)
    browser.sign_in("office")
    check(browser.get("/healthz").body == b"ok\n" and browser.get("/readyz").status == 200, "well")
    server.stop()
    check(browser.get("/healthz").status == 200 and browser.get("/readyz").status == 503, "it lives, and is not ready")
    away = expect(browser.get(HOME), 503, "SERVER_AWAY")
    check(away.headers["Retry-After"] == "1" and away.json()["retryAfterMilliseconds"] > 0, str(away))
    server.start()
    deadline = time.monotonic() + 60
    while browser.get("/readyz").status != 200:
        check(time.monotonic() < deadline, "the server is back, and the gateway does not see it")
    expect(browser.get(HOME), 200)
    text = browser.get("/metrics", Sec_Fetch_Site=None).body.decode()
    check('arshjul_gateway_requests_total{method="GET",route="/v1/{name=municipalities/*}",status="503"}' in text.replace(", ", ","), text[:3000])
    check("arshjul_gateway_sessions" in text and "arshjul_gateway_request_seconds_bucket" in text, text[:3000])
    for word in ("loten", "office", "tor-sunde", browser.cookie.split("=")[1]):
        check(word not in gateway.log() and word not in text, "the log and the figures know nobody: " + word)
    browser.close()


def until(line, ends):
    """What comes until it ends with this; all there is when `ends` is empty."""
    out = b""
    while not ends or not out.endswith(ends):
        piece = line.recv(65536)
        if not piece:
            check(not ends, "it ended early: %r" % out[-600:])
            break
        out += piece
    return out


def what_breaks_off(gateway, server, folder):
    """Streams that are no event streams begin before there is anything to tell, and never end as if they were whole when they are not."""
    browser = browsing.Browser(gateway)
    browser.sign_in("office")
    newest = browser.get(HOME).json()["position"]

    def lines_of(cookie):
        line = socket.create_connection(("127.0.0.1", gateway.port), timeout=60)
        line.sendall(("GET %s/cycles/2015:watch?afterPosition=%s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n" % (HOME, newest, browser.host, cookie)).encode())
        check(until(line, b"\r\n\r\n").startswith(b"HTTP/1.1 200 OK\r\n"), "it has begun")
        return line

    leaving = browsing.Browser(gateway)
    leaving.sign_in("tor-sunde")
    left = lines_of(leaving.cookie)
    expect(leaving.ask("DELETE", "/session"), 204)
    told = until(left, b"")
    check(b'{"problem":{"type":"urn:arshjul:problem:UNAUTHENTICATED"' in told and told.endswith(b"\r\n0\r\n\r\n"), "why it ended: %r" % told)
    cut = lines_of(browser.cookie)
    expect(browser.ask("POST", HOME + "/cycles/2015:suspend", {"reason": "Prøve"}), 200)
    check(b'"kind":"cycle_suspended"' in until(cut, b"}\n\r\n"), "what happens comes")
    gateway.process.send_signal(signal.SIGTERM)
    rest = until(cut, b"")
    check(b"0\r\n\r\n" not in rest, "what the gateway's end cuts off has no end of its own: %r" % rest)
    check(gateway.process.wait(timeout=60) == 0, "stopped in order")
    for line in (left, cut):
        line.close()
    leaving.close()
    browser.close()


def the_pages(programs):
    folder = tempfile.mkdtemp(prefix="arshjul-pages-")
    pages = os.path.join(folder, "ui")
    os.makedirs(os.path.join(pages, "assets"))
    files = {"index.html": b"<!doctype html><title>x</title>", "icon.svg": b"<svg/>", "assets/main-1a2b.js": b"export {};" * 100}
    for name, content in files.items():
        with open(os.path.join(pages, name), "wb") as file:
            file.write(content)
    with open(os.path.join(pages, "assets/main-1a2b.js.gz"), "wb") as file:
        file.write(gzip.compress(files["assets/main-1a2b.js"]))
    with open(os.path.join(folder, "secret"), "wb") as file:
        file.write(b"secret")
    os.symlink(os.path.join(folder, "secret"), os.path.join(pages, "link.txt"))
    gateway = browsing.Gateway(programs, "127.0.0.1:1", folder, "--ui", pages)
    try:
        browser = browsing.Browser(gateway)
        for path in ("/", "/oppgaver/56", "/tavle/2015?unit=x", "/link.txt"):
            answer = expect(browser.get(path, Sec_Fetch_Site="cross-site"), 200)
            check(answer.body == files["index.html"] and answer.headers["Content-Type"] == "text/html; charset=utf-8", path)
            check(answer.headers["Cache-Control"] == "no-cache", path)
        expect(browser.get("/", If_None_Match=answer.headers["ETag"]), 304)
        check(expect(browser.get("/icon.svg"), 200).headers["Content-Type"] == "image/svg+xml", "svg")
        script = expect(browser.get("/assets/main-1a2b.js", Accept_Encoding="gzip, br"), 200)
        check(script.headers["Content-Encoding"] == "gzip" and gzip.decompress(script.body) == files["assets/main-1a2b.js"], str(script.headers))
        check(script.headers["Cache-Control"] == "public, max-age=31536000, immutable" and script.headers["Vary"] == "Accept-Encoding", str(script.headers))
        check(expect(browser.get("/assets/main-1a2b.js", Accept_Encoding=None), 200).body == files["assets/main-1a2b.js"], "as it is")
        expect(browser.get("/assets/other.js"), 404, "UNKNOWN_PATH")
        head = expect(browser.ask("HEAD", "/"), 200)
        check(head.body == b"" and head.headers["Content-Length"] == str(len(files["index.html"])), str(head.headers))
        expect(browser.ask("POST", "/", "x"), 405, "METHOD_NOT_ALLOWED")
        # No page, and no server to ask for the calendar.
        expect(browser.get("/calendar/x"), 503, "SERVER_AWAY")
        browser.close()
    finally:
        check(gateway.stop() == 0, "stopped in order")
        for root, folders, names in os.walk(folder, topdown=False):
            for name in names:
                os.remove(os.path.join(root, name))
            for name in folders:
                os.rmdir(os.path.join(root, name))
        os.rmdir(folder)


def what_it_is_told(programs):
    def told(*flags):
        return running.run([os.path.join(programs, "arshjul-gateway"), *flags], seconds=60)

    wrong = told("--demo", "--origin", "http://arshjul.example", "--listen", "nowhere", "--log-level", "loud")
    check(wrong.returncode == 2 and len(wrong.stderr.splitlines()) == 3, wrong.stderr)
    check("--origin" in wrong.stderr and "--listen" in wrong.stderr and "--log-level" in wrong.stderr, "all at once: " + wrong.stderr)
    for flags in (["--listen", "127.0.0.1:0"], ["--demo", "--listen", "127.0.0.1:0", "--origin", "https://a.example"], ["--demo", "--listen", "0.0.0.0:0", "--origin", "https://localhost"], ["--demo", "--ui", "/nowhere", "--listen", "127.0.0.1:0"],
                  ["--no-such-flag"]):
        done = told(*flags)
        check(done.returncode == 2 and done.stderr, "%s: %d %s" % (flags, done.returncode, done.stderr))
    check(told("--version").stdout.strip() and "--origin" in told("--help").stdout, "help")
    folder = tempfile.mkdtemp(prefix="arshjul-taken-")
    gateway = browsing.Gateway(programs, "127.0.0.1:1", folder)
    try:
        second = told("--demo", "--listen", "127.0.0.1:%d" % gateway.port)
        check(second.returncode == 1 and str(gateway.port) in second.stderr, "taken: %d %s" % (second.returncode, second.stderr))
    finally:
        gateway.stop()
        os.remove(gateway.log_path)
        os.rmdir(folder)


def main():
    programs = os.path.abspath(sys.argv[1])
    what_it_is_told(programs)
    the_pages(programs)

    def everything(gateway, server, folder):
        for act in (signing_in, the_api, problems, streams, the_server_goes_and_comes):
            act(gateway, server, folder)
            print(act.__name__.replace("_", " "))

    browsing.try_in_front(programs, everything)
    browsing.try_in_front(programs, what_breaks_off)
    print("what breaks off")


if __name__ == "__main__":
    main()
