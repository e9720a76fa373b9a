#!/usr/bin/env python3
"""kill -9 in the middle: of the demo's first start, of the launch of a large municipality's cycle, and under load, while
many call at once. What is there afterwards is whole, or not there at all, and then it can be done; what was acknowledged is
there once, and what is unknown can be asked again with the same id.

usage: kill_test.py BIN_DIR [SOURCE_DIR] [--kills N] [--seed N]      at least N kills, of the three kinds together
"""
import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import running
from running import check

UNITS = 1500
CROWDED_UNITS = 400
CALLERS = 24
# So many kills of one municipality before another begins: its clock must not reach the phase's end.
KILLS_IN_A_ROW = 5
MOST_ACKNOWLEDGED = 300


@contextlib.contextmanager
def server_of_its_own(programs, prepared=None):
    """A server that is not started, in a folder that goes away; with a copy of what was prepared. Its log is shown when a
    promise is broken."""
    folder = tempfile.mkdtemp(prefix="arshjul-kill-")
    server = running.Server(programs, os.path.join(folder, "data"))
    try:
        for name in ("data", "data-keys") if prepared else ():
            shutil.copytree(os.path.join(prepared, name), os.path.join(folder, name))
        yield server
    except BaseException:
        print(server.log(), file=sys.stderr)
        raise
    finally:
        server.stop()
        shutil.rmtree(folder)


def asked(server, *arguments, municipality="loten"):
    done = server.call(*arguments, "-o", "json", municipality=municipality)
    check(done.returncode == 0, "%s: exit %d\n%s" % (" ".join(arguments), done.returncode, done.stderr))
    return json.loads(done.stdout)


def verified(server):
    done = server.admin("verify", "--data", server.data)
    check(done.returncode == 0, "verify: exit %d\n%s%s" % (done.returncode, done.stdout, done.stderr))


def waited_for(path, seconds=30):
    deadline = time.monotonic() + seconds
    while not os.path.exists(path):
        check(time.monotonic() < deadline, path + " does not come")


# --- the demo's first start ------------------------------------------------------------------------------------------

def is_the_demo(server):
    units = asked(server, "org", "tree")
    check(json.dumps(units).count('"unitId"') == 30, "the demo has 30 units: " + json.dumps(units)[:500])
    cycles = asked(server, "cycle", "list")["cycles"]
    check([c["year"] for c in cycles] == [2015], "the demo has one cycle, of 2015: " + json.dumps(cycles)[:500])
    overview = asked(server, "cycle", "overview", "2015")
    check(len(overview["phases"]) > 5, "the overview answers: " + json.dumps(overview)[:500])
    return len(asked(server, "task", "list", "--all", "--open")["tasks"])


def found(programs, kill_at, with_empty_file=False):
    """Founds a demo that is killed at each of these seconds, counted from its file's coming or, below 0, from the start."""
    with server_of_its_own(programs) as server:
        if with_empty_file:
            os.mkdir(server.data, 0o700)
            os.close(os.open(os.path.join(server.data, "loten.db"), os.O_CREAT | os.O_WRONLY, 0o600))
        for at in kill_at:
            server.launch()
            if at >= 0:
                waited_for(os.path.join(server.data, "loten.db"))
            time.sleep(abs(at))
            server.kill()
        began = time.monotonic()
        server.start()
        seconds = time.monotonic() - began
        tasks = is_the_demo(server)
        server.stop()
        verified(server)
        return seconds, tasks


def kill_the_founding(programs, chance, kills):
    seconds, whole = found(programs, [])
    # The narrowest moment, which chance seldom finds: the file is made, and nothing is in it.
    check(found(programs, [], with_empty_file=True)[1] == whole, "an empty file kept the demo from coming up")
    done = 0
    while done < kills:
        # Every other time in the thick of it; every third time twice in a row.
        moments = [chance.uniform(0, seconds) * (1 if done % 2 else -1)]
        if done % 3 == 2:
            moments.append(chance.uniform(0, seconds))
        done += len(moments)
        _, tasks = found(programs, moments)
        check(tasks == whole, "%d open tasks after kills at %s, not %d" % (tasks, moments, whole))
    print("the demo came up whole after %d kills (a start takes %.2f s, %d open tasks)" % (done, seconds, whole), flush=True)
    return done


# --- the launch of a large municipality -----------------------------------------------------------------------------

def organisation_of(units):
    rows = ["unit_id,unit,parent,level,leader_id,leader,title,from,to"]
    rows += ["u%d,Enhet %d,%s,,p%d,Leder %d,Leder,," % (i, i, "u%d" % ((i - 1) // 10) if i else "", i, i) for i in range(units)]
    return "\n".join(rows) + "\n"


def done_in_large(server, *arguments, **more):
    done = server.call(*arguments, municipality="stor", **more)
    check(done.returncode == 0, "%s: exit %d\n%s" % (" ".join(arguments), done.returncode, done.stderr))


def prepare(server, units):
    """A municipality on the day when the first tasks of a year open. Returns how that year is launched."""
    server.start()
    done_in_large(server, "municipality", "create", "stor", "--name", "Stor kommune")
    done_in_large(server, "org", "import", "-", input=organisation_of(units))
    year = int(asked(server, "demo", "clock", "show", municipality="stor")["now"][:4]) + 2
    done_in_large(server, "demo", "clock", "set", "%d-08-15" % (year - 1))
    server.stop()
    return ["cycle", "launch", "--workflow", "annual-cycle", "--year", str(year)]


def launched(server):
    """The open tasks of the cycle, or None where there is no cycle."""
    cycles = asked(server, "cycle", "list", municipality="stor").get("cycles")
    if not cycles:
        return None
    overview = asked(server, "cycle", "overview", str(cycles[0]["year"]), municipality="stor")
    check(len(overview["phases"]) > 5, "the overview answers: " + json.dumps(overview)[:500])
    return len(asked(server, "task", "list", "--all", "--open", municipality="stor")["tasks"])


def launch_and_kill(server, launch, after):
    """Whether the launch was acknowledged before the server was killed."""
    command = [os.path.join(server.programs, "arshjul"), "--server", server.address, "--municipality", "stor", "--as", "office", *launch]
    client = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=running.surroundings())
    time.sleep(after)
    acknowledged = client.poll() == 0
    server.kill()
    client.wait(timeout=120)
    return acknowledged


def one_launch(programs, prepared, launch, after, whole):
    with server_of_its_own(programs, prepared) as server:
        server.start()
        acknowledged = launch_and_kill(server, launch, after)
        server.start()
        tasks = launched(server)
        check(tasks is not None or not acknowledged, "an acknowledged launch is gone")
        check(tasks in (None, whole), "%s open tasks after a kill, not %d" % (tasks, whole))
        if tasks is None:
            done_in_large(server, *launch)
            check(launched(server) == whole, "launched again, it is not whole")
        else:
            check(server.call(*launch, municipality="stor").returncode == 6, "a second launch is a conflict")
        server.stop()
        verified(server)
        return tasks is not None


def copied(server, name):
    """What a stopped server has, under another name beside it."""
    folder = os.path.join(os.path.dirname(server.data), name)
    for part in ("data", "data-keys"):
        shutil.copytree(os.path.join(os.path.dirname(server.data), part), os.path.join(folder, part))
    return folder


def kill_the_launch(programs, chance, kills):
    with server_of_its_own(programs) as server:
        launch = prepare(server, UNITS)
        before = copied(server, "before")
        server.start()
        began = time.monotonic()
        done_in_large(server, *launch)
        seconds = time.monotonic() - began
        whole = launched(server)
        check(whole is not None and whole >= UNITS, "%s open tasks of %d units" % (whole, UNITS))
        server.stop()
        there = sum(one_launch(programs, before, launch, chance.uniform(0, 1.2 * seconds), whole) for _ in range(kills))
        print("of %d launches killed %d were there, all %d open tasks; the others were not there and could be launched again (%.2f s)"
              % (kills, there, whole, seconds), flush=True)
        return kills


# --- many callers ----------------------------------------------------------------------------------------------------

class Crowd:
    """tests/contract/crowd.cc at work: many who call at once, and know what they were promised."""

    def __init__(self, server, seed):
        command = [os.path.join(server.programs, "crowd"), server.address, "stor", str(CALLERS), str(seed)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=running.surroundings())

    def say(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def hear(self, word):
        """The numbers of the next line, which must begin with this word."""
        line = self.process.stdout.readline().split()
        check(line[:1] == [word], "the crowd says %s, not %s" % (" ".join(line) or "nothing", word))
        return [int(number) for number in line[1:]]

    def end(self):
        self.process.stdin.close()
        check(self.process.wait(timeout=60) == 0, "the crowd ended badly")

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def kill_under_load(programs, prepared, chance, kills, told):
    """One municipality, killed again and again. Returns how many kills there were."""
    with server_of_its_own(programs, prepared) as server:
        server.start()
        crowd = Crowd(server, chance.randrange(1 << 32))
        try:
            done = 0
            while done < kills:
                crowd.say("call %d" % chance.randint(1, MOST_ACKNOWLEDGED))
                crowd.hear("reached")
                server.kill()
                done += 1
                acknowledged, unknown = crowd.hear("gone")
                server.start()
                if chance.random() < 0.2:
                    server.kill()
                    done += 1
                    server.start()
                crowd.say("settle")
                there = crowd.hear("settled")[0]
                for name, number in (("acknowledged", acknowledged), ("unknown", unknown), ("there", there)):
                    told[name] += number
                found = server.admin("verify", "--server", server.address, "--municipality", "stor")
                check(found.returncode == 0, "verify: exit %d\n%s%s" % (found.returncode, found.stdout, found.stderr))
            crowd.end()
        finally:
            crowd.stop()
        server.stop()
        verified(server)
        return done


def kill_the_crowded(programs, chance, kills):
    with server_of_its_own(programs) as server:
        launch = prepare(server, CROWDED_UNITS)
        server.start()
        done_in_large(server, *launch)
        server.stop()
        prepared = copied(server, "before")
        told = {"acknowledged": 0, "unknown": 0, "there": 0}
        done = 0
        while done < kills:
            done += kill_under_load(programs, prepared, chance, min(KILLS_IN_A_ROW, kills - done), told)
        print("killed %d times under %d callers: %d calls acknowledged and there once; %d unknown, of which %d had happened, all once "
              "when asked again" % (done, CALLERS, told["acknowledged"], told["unknown"], told["there"]), flush=True)
        return done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("source", nargs="?")
    parser.add_argument("--kills", type=int, default=36)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    given = parser.parse_args()
    programs = os.path.abspath(given.programs)
    print("seed %d" % given.seed, flush=True)
    # Asked to stop, it puts away what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    chance = random.Random(given.seed)
    done = kill_the_founding(programs, chance, given.kills // 5)
    done += kill_the_launch(programs, chance, given.kills // 5)
    done += kill_the_crowded(programs, chance, given.kills - done)
    print("kills: %d" % done)


if __name__ == "__main__":
    main()
