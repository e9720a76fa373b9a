"""A server and a gateway of one's own on free ports, and a browser of sorts. For the tests in this folder."""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "contract"))
import running
from running import check


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return "%d %s" % (self.status, self.body[:2000].decode("utf-8", "replace"))


class Gateway:
    """In front of the server at `server_address`, with demo's door. `more`: flags."""

    def __init__(self, programs, server_address, folder, *more):
        self.log_path = os.path.join(folder, "gateway.log")
        self.log_file = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [os.path.join(programs, "arshjul-gateway"), "--demo", "--listen", "127.0.0.1:0", "--server", server_address, *more],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log_file, env=running.surroundings(), encoding="utf-8")
        try:
            line = self.process.stdout.readline()
            check("http" in line, "the gateway does not listen: %r\n%s" % (line, self.log()))
        except BaseException:
            self.stop()
            raise
        self.origin = line.split()[-1]
        # Behind a name of its own it still listens here.
        self.port = int(self.origin.rsplit(":", 1)[1]) if self.origin.startswith("http://127") else None

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
        self.process.stdout.close()
        self.log_file.close()
        return self.process.returncode

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()


class Browser:
    """Keeps a connection and a cookie; says what our own pages say."""

    def __init__(self, gateway):
        self.host = "127.0.0.1:%d" % gateway.port
        self.origin = gateway.origin
        self.port = gateway.port
        self.cookie = None
        self.connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=60)

    def ask(self, method, path, body=None, cookie=True, **fields):
        headers = {"Accept-Language": "nb", "Sec-Fetch-Site": "same-origin"}
        if method not in ("GET", "HEAD"):
            headers.update({"Arshjul-Request": "1", "Origin": self.origin})
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if body is not None:
            headers["Content-Type"] = "application/json"
        if cookie and self.cookie:
            headers["Cookie"] = self.cookie
        headers.update({name.replace("_", "-"): value for name, value in fields.items()})
        headers = {name: value for name, value in headers.items() if value is not None}
        try:
            self.connection.request(method, path, body=body, headers=headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()
            self.connection.request(method, path, body=body, headers=headers)
            response = self.connection.getresponse()
        answer = Answer(response, response.read())
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return answer

    def get(self, path, **fields):
        return self.ask("GET", path, **fields)

    def sign_in(self, person, municipality="loten"):
        answer = self.ask("POST", "/session", {"municipality": municipality, "person": person})
        check(answer.status == 200, "signing in as %s: %s" % (person, answer))
        return answer

    def close(self):
        self.connection.close()


class Events:
    """A server-sent event stream, read on a thread of its own."""

    def __init__(self, browser, path, **fields):
        self.connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=60)
        headers = {"Accept": "text/event-stream", "Cookie": browser.cookie, "Sec-Fetch-Site": "same-origin", "Accept-Language": "nb"}
        headers.update({name.replace("_", "-"): value for name, value in fields.items()})
        self.connection.request("GET", path, headers=headers)
        self.response = self.connection.getresponse()

    def next(self):
        """The next event as a dictionary of its fields, heartbeats too; nothing at the end."""
        event = {}
        while True:
            line = self.response.readline().decode("utf-8")
            if line == "":
                return None
            line = line.rstrip("\n")
            if line == "":
                if event:
                    return event
                continue
            name, _, value = line.partition(":")
            event[name] = value.removeprefix(" ")

    def close(self):
        self.connection.close()
        self.response.close()


def raw(port, data, seconds=30, shut=False):
    """What comes back to these bytes until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as line:
        line.sendall(data)
        if shut:
            line.shutdown(socket.SHUT_WR)
        out = b""
        while True:
            try:
                piece = line.recv(65536)
            except ConnectionResetError:
                return out
            if not piece:
                return out
            out += piece


def try_in_front(programs, act, *more):
    """act(gateway, server, folder) on a demo of its own; whatever happens, nothing of it stays."""
    folder = tempfile.mkdtemp(prefix="arshjul-web-")
    server = running.Server(programs, os.path.join(folder, "data"))
    gateway = None
    try:
        server.start()
        gateway = Gateway(os.path.abspath(programs), server.address, folder, *more)
        act(gateway, server, folder)
        check(gateway.stop() == 0, "the gateway ended with %s\n%s" % (gateway.process.returncode, gateway.log()[-4000:]))
    except BaseException:
        print(server.log()[-2000:], file=sys.stderr)
        if gateway is not None:
            print(gateway.log()[-4000:], file=sys.stderr)
        raise
    finally:
        if gateway is not None:
            gateway.stop()
        server.stop()
        shutil.rmtree(folder)
