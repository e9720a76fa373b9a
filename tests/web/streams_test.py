#!/usr/bin/env python3
"""A thousand open event streams: every one is told what happens, the gateway stays small, other requests are answered
meanwhile as fast as before, and nothing is left when the readers have gone.

A simple GET is to take 20 ms at most, but for one in a hundred. A machine that has other things to do makes it slower, streams or not: so
the best of some rounds counts, and where that is above 20 ms, it is held against the best of some rounds before there was a stream.

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
MOST_MILLISECONDS = 20
MOST_TIMES_AS_SLOW = 3
GETS = 500
ROUNDS_BEFORE, MOST_ROUNDS = 3, 8
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


def slowest_of_a_hundred(browser):
    """p99 of one round, in milliseconds."""
    return seconds_of_gets(browser, GETS)[GETS * 99 // 100] * 1000


def answers_meanwhile(browser, before):
    """`before`: the best p99 without streams. The best p99 with them, after as many rounds as it takes, within bounds."""
    most = max(MOST_MILLISECONDS, MOST_TIMES_AS_SLOW * before)
    best = float("inf")
    for _ in range(MOST_ROUNDS):
        best = min(best, slowest_of_a_hundred(browser))
        if best <= most:
            return best
    raise AssertionError("a simple GET beside %d streams: p99 %.1f ms at best in %d rounds, %.1f ms without them" % (STREAMS, best, MOST_ROUNDS, before))


def a_thousand(gateway, server, folder):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    browser = browsing.Browser(gateway)
    people = browser.get("/session/people").json()["municipalities"][0]["people"]
    browser.sign_in("office")
    leaders = [person["id"] for person in people if not person["roles"]][:20]
    position = browser.get(HOME).json()["position"]
    before = memory(gateway)
    alone = min(slowest_of_a_hundred(browser) for _ in range(ROUNDS_BEFORE))
    owners = [cookie for cookie in cookies(gateway, leaders) for _ in range(PER_SESSION)][:STREAMS]
    lines = [open_stream(gateway, cookie, position) for cookie in owners]
    try:
        read_until(lines, lambda said: b"retry: 3000\n\n" in said)
        opened = gauge(browser, "arshjul_gateway_streams")
        check(opened == STREAMS, "%d of them are open" % opened)
        beside = answers_meanwhile(browser, alone)
        check(browser.ask("POST", HOME + "/cycles/2015:suspend", {"reason": "Prøve"}).status == 200, "something happens")
        read_until(lines, lambda said: b'"kind":"cycle_suspended"' in said)
        megabytes = memory(gateway)
        print("%d streams: %.0f MB (%.0f before); p99 of a simple GET: %.1f ms beside them, %.1f ms before" % (STREAMS, megabytes, before, beside, alone))
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
