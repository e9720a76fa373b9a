"""A server of one's own on a free port, and the command line asking it. For the tests in this folder."""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def surroundings(**more):
    """The environment without what the caller's own says of servers, persons and languages."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "LC_")) and k not in ("LANG", "LANGUAGE")}
    return {**ours, "NO_COLOR": "1", "LC_ALL": "", "LANG": "C.UTF-8", **more}


def run(command, seconds=120, **more):
    """Runs a command to its end: exit code, standard output and standard error as text."""
    if "input" not in more:
        more["stdin"] = subprocess.DEVNULL
    more.setdefault("env", surroundings())
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=seconds, **more)


def later_version(folder, changes):
    """The workflow in the folder with the replacements of a .versjon file: <<< old === new >>>."""
    with open(os.path.join(folder, "workflow.yaml"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(folder, changes), encoding="utf-8") as file:
        for part in file.read().split("<<<\n")[1:]:
            old, new = part.split("===\n", 1)
            new = new.split(">>>\n", 1)[0]
            check(text.count(old) == 1, "not once in the workflow: " + old)
            text = text.replace(old, new)
    return text


class Server:
    """`data` is made when it is not there; the log lies beside it."""

    def __init__(self, programs, data):
        self.programs = os.path.abspath(programs)
        self.data = os.path.abspath(data)
        self.log_path = os.path.join(os.path.dirname(self.data), "server.log")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = "127.0.0.1:%d" % probe.getsockname()[1]
        self.process = None

    def launch(self):
        """Starts it and does not wait."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [os.path.join(self.programs, "arshjuld"), "--demo", "--data", self.data, "--listen", self.address],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=surroundings())

    def start(self):
        self.launch()
        self.wait()

    def wait(self):
        host, port = self.address.split(":")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            check(self.process.poll() is None, "the server ended while starting\n" + self.log())
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not listen\n" + self.log())

    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.running():
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def log(self):
        if not os.path.exists(self.log_path):
            return ""
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()[-4000:]

    def call(self, *arguments, person="office", municipality="loten", **more):
        return run([os.path.join(self.programs, "arshjul"), "--server", self.address, "--municipality", municipality,
                    "--as", person, "--lang", "nb", *arguments], **more)

    def admin(self, *arguments, **more):
        return run([os.path.join(self.programs, "arshjul-admin"), *arguments], seconds=300, **more)


def try_on_a_server(programs, act):
    """act(server, folder) on a demo of its own, which is verified afterwards; whatever happens, nothing of it stays."""
    folder = tempfile.mkdtemp(prefix="arshjul-%s-" % act.__name__)
    server = Server(programs, os.path.join(folder, "data"))
    try:
        server.start()
        act(server, folder)
        server.stop()
        verified = server.admin("verify", "--data", server.data)
        check(verified.returncode == 0, "verify: " + verified.stdout + verified.stderr)
    except BaseException:
        print(server.log(), file=sys.stderr)
        raise
    finally:
        server.stop()
        shutil.rmtree(folder)
