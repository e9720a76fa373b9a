#!/usr/bin/env python3
"""What somebody who means ill may try at the gateway: other sites, other names, frames, cookies, paths, framing, slowness.

usage: attacks_test.py BIN_DIR [SOURCE_DIR]
"""
import os
import socket
import sys

import browsing
from browsing import raw
from running import check

HOME = "/v1/municipalities/loten"


def expect(answer, status, reason=None):
    check(answer.status == status, "not %d but %s" % (status, answer))
    check(reason is None or answer.json()["reason"] == reason, "not %s but %s" % (reason, answer))
    return answer


def other_sites(gateway, browser):
    """A page elsewhere makes the browser of somebody signed in send things, cookie and all."""
    change = HOME + "/cycles/2015:suspend"
    for fields in ({"Arshjul_Request": None}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": gateway.origin + "0"}, {"Sec_Fetch_Site": "cross-site"},
                   {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "none"}):
        expect(browser.ask("POST", change, {"reason": "x"}, **fields), 403, "CROSS_SITE")
        expect(browser.ask("POST", "/session", {"municipality": "loten", "person": "office"}, **fields), 403, "CROSS_SITE")
        expect(browser.ask("DELETE", "/session", **fields), 403, "CROSS_SITE")
    for fields in ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Origin": "https://evil.example"}):
        expect(browser.get(HOME, **fields), 403, "CROSS_SITE")
        expect(browser.get(HOME + "/cycles/2015:watch", Accept="text/event-stream", **fields), 403, "CROSS_SITE")
        expect(browser.get("/session", **fields), 403, "CROSS_SITE")
    check(browser.get(HOME + "/cycles/2015").json()["state"] == "RUNNING", "nothing of it was done")
    asked = browser.ask("OPTIONS", HOME, Origin="https://evil.example", Arshjul_Request=None, Access_Control_Request_Method="POST", Sec_Fetch_Site="cross-site")
    check(asked.status == 403 and not any(name.lower().startswith("access-control") for name in asked.headers), str(asked.headers))
    for method in ("TRACE", "CONNECT", "PROPFIND"):
        check(browser.ask(method, HOME).status == 405, method)


def other_names(gateway, browser):
    """A name of somebody else's that leads here (DNS rebinding)."""
    for host in ("evil.example", "evil.example:%d" % gateway.port, "127.0.0.1", "127.0.0.1:1", "localhost", "127.0.0.1.evil.example:%d" % gateway.port):
        for path in ("/", HOME, "/session", "/openapi.json"):
            expect(browser.get(path, Host=host), 421, "MISDIRECTED_REQUEST")
    local = "localhost:%d" % gateway.port
    check(browser.get("/oppgaver?x=1", Host=local).headers["Location"] == gateway.origin + "/oppgaver?x=1", "who types localhost is shown the way")
    for path in (HOME, "/session", "/v1"):
        expect(browser.get(path, Host=local), 421, "MISDIRECTED_REQUEST")
    expect(browser.ask("POST", "/session", {}, Host=local), 421, "MISDIRECTED_REQUEST")
    check(browser.get("/healthz", Host="10.0.0.1").status == 200, "whoever watches it does not know its name")


def headers_on_everything(gateway, browser):
    answers = [browser.get(path) for path in ("/", "/assets/x", HOME, "/session", "/v1/nothing", "/healthz", "/metrics", "/openapi.json", "/a/../b", "/calendar/x")]
    answers += [browser.ask("POST", HOME, {}), browser.ask("POST", HOME, {}, Arshjul_Request=None), browser.get(HOME, cookie=False)]
    for answer in answers:
        fields = answer.headers
        check(fields["Content-Security-Policy"] == "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", str(fields))
        check(fields["X-Frame-Options"] == "DENY" and fields["X-Content-Type-Options"] == "nosniff", str(fields))
        check(fields["Referrer-Policy"] == "no-referrer" and fields["Cross-Origin-Opener-Policy"] == "same-origin", str(fields))
        check(fields["Cross-Origin-Resource-Policy"] == "same-origin" and "Server" not in fields, str(fields))
        check(len(fields.get_all("Cache-Control")) == 1, str(fields))
    for path in (HOME, "/session", "/v1/nothing", "/calendar/x"):
        check(browser.get(path).headers["Cache-Control"] == "no-store", path)


def fixation(gateway):
    """A session id that somebody else has put there is never the one that is signed in."""
    browser = browsing.Browser(gateway)
    planted = "arshjul=" + "A" * 43
    browser.cookie = planted
    browser.sign_in("office")
    check(browser.cookie != planted, "a new id")
    mine, browser.cookie = browser.cookie, planted
    expect(browser.get(HOME), 401, "UNAUTHENTICATED")
    # Nor does an attacker's own session become the victim's.
    browser.cookie = mine
    browser.sign_in("tor-sunde")
    browser.cookie = mine
    expect(browser.get(HOME), 401, "UNAUTHENTICATED")
    for cookie in ("arshjul=", "arshjul=%00", "arshjul=" + "x" * 4000, "arshjul=' or 1=1", "__Host-arshjul=" + mine.split("=")[1]):
        browser.cookie = cookie
        expect(browser.get(HOME), 401, "UNAUTHENTICATED")
    browser.close()


def identity_is_the_sessions(gateway):
    """Whatever else the browser says of who it is, nobody listens."""
    browser = browsing.Browser(gateway)
    browser.sign_in("tor-sunde")
    for fields in ({"arshjul_as_bin": "b2ZmaWNl"}, {"Grpc_Metadata_arshjul_as_bin": "b2ZmaWNl"}, {"Authorization": "Bearer office"}, {"X_Forwarded_User": "office"}):
        expect(browser.ask("POST", HOME + "/cycles/2015:suspend", {"reason": "x"}, **fields), 403, "ROLE_MISSING")
        check(browser.get(HOME + "/persons/me", **fields).json()["leaderId"] == "tor-sunde", "me")
    browser.close()


def for_nobody_at_a_browser(gateway, browser):
    """What only programs beside the server may ask has no address here, whoever is signed in."""
    for path in (HOME + ":backup", "/v1/municipalities:readCalendar", "/v1/calendar", "/arshjul.v1.OperationsService/Backup"):
        answer = browser.ask("POST", path, {"path": "/tmp/x.db"})
        check(answer.status in (404, 405), "%s: %s" % (path, answer))
    told = browser.get("/openapi.json").body
    check(b"BackupRequest" not in told and b"ReadCalendar" not in told and b"operationId" in told, "nor is it described")


def paths(gateway, browser):
    for path in ("/../etc/passwd", "/%2e%2e/etc/passwd", "/assets/../../etc/passwd", "/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e%5cx", "/assets/%00", "//etc/passwd",
                 "/v1/municipalities/loten%2ftasks", "/v1/municipalities/loten/../hamar", "/v1/municipalities/%2e%2e", "/v1/municipalities/loten/tasks/1%0d%0aX:%20y", "/%", "/%ff",
                 "/v1/municipalities/loten/tasks?x=%ff"):
        answer = expect(browser.get(path), 400, "MALFORMED_REQUEST")
        check(b"root:" not in answer.body, path)


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def framing(gateway):
    """Bytes that two servers could cut into different requests are refused, and nothing after them is read."""
    port = gateway.port
    host = b"Host: 127.0.0.1:%d\r\n" % port
    smuggled = b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n"
    rows = [
        (b"POST /session HTTP/1.1\r\n" + host + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", "two lengths"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", "two different lengths"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "length and chunks"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", "chunks and length"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: identity\r\n\r\n", "another encoding"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "an encoding that begins alike"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "a blank before the colon"),
        (b"POST /session HTTP/1.1\r\n" + host + b"X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "a folded line"),
        (b"POST /session HTTP/1.1\r\n" + host + b"X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "a line that ends in LF"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabcd\r\n0\r\n\r\n", "a chunk without a size"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nabcd\r\n0\r\n\r\n", "a chunk of less than nothing"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n", "a chunk longer than it says"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabcd\r\n0\r\n\r\n", "a chunk beyond counting"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * 300000 + b"\r\n{\r\n0\r\n\r\n", "a chunk extension of any length"),
        (b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n0\r\nA: " + b"a" * 300000, "a trailer without end"),
        (b"GET / HTTP/1.1\r\n\r\n", "no host"),
        (b"GET / HTTP/1.1\r\n" + host + host + b"\r\n", "two hosts"),
        (b"GET http://127.0.0.1/ HTTP/1.1\r\n" + host + b"\r\n", "a whole address"),
        (b"GET / HTTP/2.0\r\n" + host + b"\r\n", "another version"),
        (b"GET  / HTTP/1.1\r\n" + host + b"\r\n", "two blanks"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "TLS"),
        (b"GET / HTTP/1.1\r\n" + host + b"X: \x00\r\n\r\n", "a NUL"),
    ]
    for data, what in rows:
        answer = raw(port, data + smuggled)
        check(status_of(answer) == 400, "%s: %r" % (what, answer[:300]))
        check(answer.count(b"HTTP/1.1 ") == 1 and b"Connection: close" in answer, "%s: what followed was read: %r" % (what, answer[-300:]))
    long = raw(port, b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 20000 + b"\r\n\r\n")
    check(status_of(long) == 431, "a long head: %r" % long[:300])
    large = raw(port, b"POST /session HTTP/1.1\r\n" + host + b"Content-Length: 100000\r\n\r\n")
    check(status_of(large) == 413, "a stranger's large body: %r" % large[:300])
    endless = raw(port, b"POST /session HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"a" * 4096 + b"\r\n1000\r\n" + b"a" * 4096 + b"\r\n")
    check(status_of(endless) == 413, "a stranger's endless body: %r" % endless[:300])
    piped = raw(port, smuggled + smuggled + smuggled.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    check(piped.count(b"HTTP/1.1 200 OK") == 3, "three in a row are three: %r" % piped)
    chunked = raw(port, b"POST /session HTTP/1.1\r\n" + host + b"Arshjul-Request: 1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                  b"5\r\n{\"mun\r\n3;x=y\r\nici\r\n22\r\npality\":\"loten\",\"person\":\"office\"}\r\n0\r\n\r\n")
    check(status_of(chunked) == 200, "sound chunks are read: %r" % chunked[:600])


def large_bodies(gateway, browser):
    over = raw(gateway.port, ("POST %s/organisation:import HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Length: 40000000\r\n\r\n" % (HOME, browser.host, browser.cookie)).encode())
    check(status_of(over) == 413, "%r" % over[:300])
    plain = raw(gateway.port, ("POST %s/tasks:remind HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Length: 2000000\r\n\r\n" % (HOME, browser.host, browser.cookie)).encode())
    check(status_of(plain) == 413, "large where no file is taken: %r" % plain[:300])
    check(browser.ask("POST", HOME + "/organisation:import", {"csv": "YQ==" * 500000, "validateOnly": True}).status == 400, "a large file is read")
    waits = ("POST %s/organisation:import HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n{}" % (HOME, browser.host, browser.cookie)).encode()
    check(raw(gateway.port, waits).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 "), "it is told to go on, and then no")


def slow_clients(gateway):
    """Whoever sends a byte now and then is let go of, and keeps nobody else from being served."""
    lines = []
    browser = browsing.Browser(gateway)
    browser.sign_in("office")
    quiet = browsing.Events(browser, HOME + "/cycles/2015:watch", Last_Event_ID=browser.get(HOME).json()["position"])
    try:
        for _ in range(20):
            line = socket.create_connection(("127.0.0.1", gateway.port), timeout=60)
            line.sendall(("POST %s/organisation:import HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n" % (HOME, browser.host, browser.cookie)).encode())
            lines.append(line)
        for _ in range(200):
            line = socket.create_connection(("127.0.0.1", gateway.port), timeout=60)
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: ")
            lines.append(line)
        body = socket.create_connection(("127.0.0.1", gateway.port), timeout=60)
        lines.append(body)
        body.sendall(b"POST /session HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 10\r\n\r\n{" % gateway.port)
        check(browser.get("/healthz").status == 200, "others are served meanwhile")
        other = browsing.Browser(gateway)
        other.sign_in("tor-sunde")
        check(other.ask("POST", HOME + "/organisation:import", {}).status == 403, "and bodies are read")
        other.close()
        for line in lines:
            answer = line.recv(65536)
            check(status_of(answer) == 408, "%r" % answer[:300])
        beat = quiet.next()
        while beat is not None and "" not in beat:
            beat = quiet.next()
        check(beat is not None, "a stream with nothing to tell shows that it lives")
    finally:
        quiet.close()
        browser.close()
        for line in lines:
            line.close()


def asked_for_figures(gateway):
    """Who watches the gateway asks it by its address; nobody else is told."""
    def status(host, more=""):
        return status_of(raw(gateway.port, ("GET /metrics HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n" % (host, more)).encode()))

    for host in ("127.0.0.1:%d" % gateway.port, "10.1.2.3:7480", "[::1]:7480", "localhost"):
        check(status(host) == 200, host)
    for host in ("evil.example", "arshjul.example:443", "127.0.0.1.evil.example", "localhost.evil.example", "[evil]", "1234"):
        check(status(host) == 404, host)
    for more in ("Sec-Fetch-Site: same-origin\r\n", "Origin: null\r\n", "X-Forwarded-For: 10.0.0.1\r\n", "Forwarded: for=10.0.0.1\r\n"):
        check(status("127.0.0.1", more) == 404, more)


def behind_tls(gateway, server, folder):
    """With an origin that begins with https the cookie is the browser's to guard, and TLS is for always."""
    answer = raw(gateway_port(gateway), b"POST /session HTTP/1.1\r\nHost: localhost\r\nArshjul-Request: 1\r\nContent-Type: application/json\r\nConnection: close\r\n"
                 b"Content-Length: 40\r\n\r\n" + b'{"municipality":"loten","person":"office"}'[:40])
    check(status_of(answer) == 400, "a body cut short: %r" % answer[:200])
    body = b'{"municipality":"loten","person":"office"}'
    answer = raw(gateway_port(gateway), b"POST /session HTTP/1.1\r\nHost: localhost\r\nArshjul-Request: 1\r\nContent-Type: application/json\r\nConnection: close\r\n"
                 b"Content-Length: %d\r\n\r\n" % len(body) + body).decode()
    check("Set-Cookie: __Host-arshjul=" in answer and "; Path=/; HttpOnly; SameSite=Lax; Secure\r\n" in answer, answer)
    check("Strict-Transport-Security: max-age=63072000" in answer, answer)


def gateway_port(gateway):
    """Of the one socket that it listens on."""
    if gateway.port is None:
        inodes = set()
        folder = "/proc/%d/fd" % gateway.process.pid
        for name in os.listdir(folder):
            target = os.readlink(os.path.join(folder, name))
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
        with open("/proc/net/tcp", encoding="ascii") as table:
            for row in table.readlines()[1:]:
                columns = row.split()
                if columns[3] == "0A" and columns[9] in inodes:
                    gateway.port = int(columns[1].split(":")[1], 16)
    return gateway.port


def main():
    programs = os.path.abspath(sys.argv[1])

    def everything(gateway, server, folder):
        browser = browsing.Browser(gateway)
        browser.sign_in("office")
        for act in (other_sites, other_names, headers_on_everything, for_nobody_at_a_browser, paths, large_bodies):
            act(gateway, browser)
            print(act.__name__.replace("_", " "))
        for act in (fixation, identity_is_the_sessions, framing, asked_for_figures, slow_clients):
            act(gateway)
            print(act.__name__.replace("_", " "))
        browser.close()

    browsing.try_in_front(programs, everything)
    browsing.try_in_front(programs, behind_tls, "--origin", "https://localhost")
    print("behind tls")


if __name__ == "__main__":
    main()
