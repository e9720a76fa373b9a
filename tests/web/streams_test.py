#!/usr/bin/env python3
"""A thousand open event streams: every one is told what happens, the gateway stays small, other requests are answered
meanwhile, and nothing is left when the readers have gone. Prints how long a simple GET took; judges memory alone.

usage: streams_test.py BIN_DIR [SOURCE_DIR]
"""
import os
import resource
import selectors
import socket
import sys
import time

import browsing
from running import check

STREAMS = 1000
PER_SESSION = 12
MOST_MEGABYTES = 100
HOME = "/v1/municipalities/loten"


def memory(gateway):
    with open("/proc/%d/status" % gateway.process.pid, encoding="ascii") as status:
        return int(next(line for line in status if line.startswith("VmRSS:")).split()[1]) / 1024


def gauge(browser, name):
    for line in browser.get("/metrics", Sec_Fetch_Site=None).body.decode().splitlines():
        if line.startswith(name + " "):
            return int(float(line.split()[1]))
    raise AssertionError("no figure " + name)


def cookies(gateway, people):
    """A session for each: several of everybody's, as on several devices."""
    out = []
    while len(out) * PER_SESSION < STREAMS:
        browser = browsing.Browser(gateway)
        browser.sign_in(people[len(out) % len(people)])
        out.append(browser.cookie)
        browser.close()
    return out


def open_stream(gateway, cookie, position):
    line = socket.create_connection(("127.0.0.1", gateway.port), timeout=60)
    line.sendall(("GET %s/cycles/2015:watch HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\nLast-Event-ID: %s\r\nCookie: %s\r\n\r\n" %
                  (HOME, gateway.port, position, cookie)).encode())
    return line


def read_until(lines, seen):
    """Reads all streams until `seen` holds of what each has said."""
    said = {line: b"" for line in lines}
    waiting = set(lines)
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line, selectors.EVENT_READ)
        deadline = time.monotonic() + 120
        while waiting:
            check(time.monotonic() < deadline, "%d streams were not told; one of them: %r" % (len(waiting), said[next(iter(waiting))][-300:]))
            for key, _ in selector.select(1):
                piece = key.fileobj.recv(65536)
                check(piece, "a stream ended: %r" % said[key.fileobj][-600:])
                said[key.fileobj] += piece
                if seen(said[key.fileobj]):
                    waiting.discard(key.fileobj)


def seconds_of_gets(browser, count):
    taken = []
    for _ in range(count):
        begun = time.monotonic()
        check(browser.get(HOME).status == 200, "a simple GET")
        taken.append(time.monotonic() - begun)
    return sorted(taken)


def a_thousand(gateway, server, folder):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    browser = browsing.Browser(gateway)
    people = browser.get("/session/people").json()["municipalities"][0]["people"]
    browser.sign_in("office")
    leaders = [person["id"] for person in people if not person["roles"]][:20]
    position = browser.get(HOME).json()["position"]
    before = memory(gateway)
    owners = [cookie for cookie in cookies(gateway, leaders) for _ in range(PER_SESSION)][:STREAMS]
    lines = [open_stream(gateway, cookie, position) for cookie in owners]
    try:
        read_until(lines, lambda said: b"retry: 3000\n\n" in said)
        opened = gauge(browser, "arshjul_gateway_streams")
        check(opened == STREAMS, "%d of them are open" % opened)
        taken = seconds_of_gets(browser, 500)
        check(browser.ask("POST", HOME + "/cycles/2015:suspend", {"reason": "Prøve"}).status == 200, "something happens")
        read_until(lines, lambda said: b'"kind":"cycle_suspended"' in said)
        megabytes = memory(gateway)
        print("%d streams: %.0f MB (%.0f before); a simple GET meanwhile: p50 %.1f ms, p99 %.1f ms" %
              (STREAMS, megabytes, before, taken[len(taken) // 2] * 1000, taken[len(taken) * 99 // 100] * 1000))
        check(megabytes <= MOST_MEGABYTES, "%.0f MB" % megabytes)
    finally:
        for line in lines:
            line.close()
    deadline = time.monotonic() + 60
    while gauge(browser, "arshjul_gateway_streams") > 0:
        check(time.monotonic() < deadline, "streams are left whose readers have gone")
    browser.close()


def main():
    browsing.try_in_front(os.path.abspath(sys.argv[1]), a_thousand, "--log-level", "warn")


if __name__ == "__main__":
    main()
