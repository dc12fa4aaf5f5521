"""What drivers of products for Python have in common: they serve the runner on standard input and output, a line of JSON
for each order and each answer. The first line says what there is to work on; the end of the input says to stop."""

import json
import os
import queue
import signal
import sys
import threading
import time
from urllib.parse import parse_qs, quote, urlsplit

FLOW_TASKS = 3


def serve(open_member):
    """Makes a member of the first line, and has it run loads until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the answers' stream is theirs alone

    def answer(figures, error=None):
        answers.write(json.dumps({"figures": figures, "error": error}) + "\n")

    try:
        member = open_member(json.loads(sys.stdin.readline()))
    except Exception as error:
        answer({}, repr(error))
        raise
    orders = Orders()
    answer({})
    try:
        for load in orders:
            try:
                answer(member.run(load) if load else {})
            except Exception as error:
                answer({}, repr(error))
                raise
    except KeyboardInterrupt:
        pass  # told to stop in the middle of a round
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        member.close()
    os._exit(0)  # whatever is still under way


class Orders:
    """The loads that come on standard input. Its end interrupts a round that is under way."""

    def __init__(self):
        self.loads = queue.SimpleQueue()
        self.round = threading.Lock()
        self.ended = False
        signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever began this may have it ignored
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in sys.stdin:
            self.loads.put((json.loads(line)["load"],))
        self.ended = True
        self.loads.put(())
        if self.round.locked():
            os.kill(os.getpid(), signal.SIGINT)

    def __iter__(self):
        for order in iter(self.loads.get, ()):
            with self.round:
                if self.ended:
                    return
                yield order[0]


class Timing:
    """Takes the times of one round; it may begin so many flows, until its time is over. Thread-safe."""

    def __init__(self, load):
        self.load = load
        self.lock = threading.Lock()
        self.begun = 0
        self.millis = []
        self.began = time.monotonic()

    def may_begin(self):
        """Whether a flow may begin, which is counted then."""
        with self.lock:
            late = self.load["millis"] and time.monotonic() - self.began >= self.load["millis"] / 1000
            if late or self.begun >= self.load["flows"]:
                return False
            self.begun += 1
            return True

    def flow_ended(self, began):
        """Notes that a flow has ended which began then, by the monotonic clock."""
        millis = (time.monotonic() - began) * 1000
        with self.lock:
            self.millis.append(millis)

    def figures(self):
        """The figures of the round, which has ended; named as the runner names them."""
        seconds = time.monotonic() - self.began
        millis = sorted(self.millis)
        tasks = len(millis) * self.load["tasks"]
        return {
            "tasks": tasks,
            "seconds": seconds,
            "tasksPerSecond": tasks / seconds,
            "p50Millis": percentile(millis, 50),
            "p99Millis": percentile(millis, 99),
            "maxMillis": millis[-1],
        }


def percentile(ordered, percent):
    """The least value that so many of a hundred do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def sqlalchemy_url(jdbc_url, driver="postgresql+psycopg2"):
    """What SQLAlchemy calls a database that JDBC calls jdbc:postgresql://host:port/name?user=..&password=.."""
    parts = urlsplit(jdbc_url[len("jdbc:"):])
    given = parse_qs(parts.query)
    user = quote(given.get("user", [""])[0], safe="")
    password = quote(given.get("password", [""])[0], safe="")
    login = user + (":" + password if password else "") + "@" if user else ""
    return f"{driver}://{login}{parts.netloc}{parts.path}"


def fork(work):
    """Starts a process that does some work and ends with this one; its id."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, sys.stdin.fileno())

    def watch():
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def stop(process, seconds=10):
    """Asks a process of this one to stop, and waits for that; kills it when it takes too long."""
    os.kill(process, signal.SIGTERM)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(process, os.WNOHANG)[0]:
            return
        time.sleep(0.05)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
