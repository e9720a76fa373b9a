#!/usr/bin/env python3
"""kill -9 in the middle: of the demo's first start, and of the launch of a large municipality's cycle. What is there
afterwards is whole, or not there at all; and then it can be done.

usage: kill_test.py BIN_DIR [SOURCE_DIR] [--seed N]
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import running
from running import check

KILLS = 8
UNITS = 1500


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
    folder = tempfile.mkdtemp(prefix="arshjul-kill-")
    server = running.Server(programs, os.path.join(folder, "data"))
    try:
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
    except BaseException:
        print(server.log(), file=sys.stderr)
        raise
    finally:
        server.stop()
        shutil.rmtree(folder)


def kill_the_founding(programs, chance):
    seconds, whole = found(programs, [])
    # The narrowest moment, which chance seldom finds: the file is made, and nothing is in it.
    check(found(programs, [], with_empty_file=True)[1] == whole, "an empty file kept the demo from coming up")
    for number in range(KILLS):
        # Every other time in the thick of it; every fourth time once more.
        moments = [chance.uniform(0, seconds) * (1 if number % 2 else -1)]
        if number % 4 == 3:
            moments.append(chance.uniform(0, seconds))
        _, tasks = found(programs, moments)
        check(tasks == whole, "%d open tasks after kills at %s, not %d" % (tasks, moments, whole))
    print("the demo came up whole after each of %d kills (a start takes %.2f s, %d open tasks)" % (KILLS, seconds, whole))


# --- the launch of a large municipality -----------------------------------------------------------------------------

def large_organisation():
    rows = ["unit_id,unit,parent,level,leader_id,leader,title,from,to"]
    rows += ["u%d,Enhet %d,%s,,p%d,Leder %d,Leder,," % (i, i, "u%d" % ((i - 1) // 10) if i else "", i, i) for i in range(UNITS)]
    return "\n".join(rows) + "\n"


def done_in_large(server, *arguments, **more):
    done = server.call(*arguments, municipality="stor", **more)
    check(done.returncode == 0, "%s: exit %d\n%s" % (" ".join(arguments), done.returncode, done.stderr))


def prepare(server):
    """The large municipality, on the day when the first tasks of a year open. Returns how that year is launched."""
    server.start()
    done_in_large(server, "municipality", "create", "stor", "--name", "Stor kommune")
    done_in_large(server, "org", "import", "-", input=large_organisation())
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
    folder = tempfile.mkdtemp(prefix="arshjul-kill-")
    for name in ("data", "data-keys"):
        shutil.copytree(os.path.join(prepared, name), os.path.join(folder, name))
    server = running.Server(programs, os.path.join(folder, "data"))
    try:
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
    except BaseException:
        print(server.log(), file=sys.stderr)
        raise
    finally:
        server.stop()
        shutil.rmtree(folder)


def kill_the_launch(programs, chance):
    prepared = tempfile.mkdtemp(prefix="arshjul-kill-")
    server = running.Server(programs, os.path.join(prepared, "data"))
    try:
        launch = prepare(server)
        before = os.path.join(prepared, "before")
        for name in ("data", "data-keys"):
            shutil.copytree(os.path.join(prepared, name), os.path.join(before, name))
        server.start()
        began = time.monotonic()
        done_in_large(server, *launch)
        seconds = time.monotonic() - began
        whole = launched(server)
        check(whole is not None and whole >= UNITS, "%s open tasks of %d units" % (whole, UNITS))
        server.stop()
        there = sum(one_launch(programs, before, launch, chance.uniform(0, 1.2 * seconds), whole) for _ in range(KILLS))
        print("of %d launches killed %d were there, all %d open tasks; the others were not there and could be launched again (%.2f s)"
              % (KILLS, there, whole, seconds))
    finally:
        server.stop()
        shutil.rmtree(prepared)


def main():
    programs = os.path.abspath(sys.argv[1])
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else random.SystemRandom().randrange(1 << 32)
    print("seed %d" % seed, flush=True)
    chance = random.Random(seed)
    kill_the_founding(programs, chance)
    kill_the_launch(programs, chance)


if __name__ == "__main__":
    main()
