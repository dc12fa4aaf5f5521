"""Chains of three tasks on Celery: a worker process for each processor, which acknowledges a task when it is done, and
one process that begins chains and waits for their results. Argument: where results go, rpc or db."""

import sys
import time

import driver
from celery import Celery, chain
from kombu import Queue

# So long an answer may take.
PATIENCE_SECONDS = 60
# Each look at a result is a connection to the database of its own. So looking takes this share of the time at the most,
LOOKING = 0.2
# and, since chains end nearly in the order in which they began, ends at so many that are under way.
UNDER_WAY_SEEN = 4


def application(part, results):
    """Celery set to lose nothing that it can be told to keep."""
    queue = part["prefix"] + ".celery"
    app = Celery("windlass-bench", broker=part["amqpUrl"])
    app.conf.update(
        result_backend="rpc://" if results == "rpc" else "db+" + driver.sqlalchemy_url(part["databaseUrl"]),
        result_persistent=True,
        task_queues=[Queue(queue, durable=True)],
        task_default_queue=queue,
        task_default_exchange="",
        task_default_routing_key=queue,
        task_default_delivery_mode="persistent",
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        broker_transport_options={"confirm_publish": True},
        worker_concurrency=part["slots"],
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
    )

    @app.task(name="bench.step")
    def step(count):
        return count + 1

    return app, step


class Told:
    """Flows whose results come as messages."""

    def __init__(self, app):
        self.consumer = app.backend.result_consumer
        self.under_way = 0
        self.ended = []

    def add(self, result):
        began = time.monotonic()
        flow = result()
        self.under_way += 1
        flow.then(lambda done: self.ended.append((began, done)))

    def wait(self):
        while not self.ended:
            self.consumer.drain_events(timeout=PATIENCE_SECONDS)
        ended, self.ended = self.ended, []
        self.under_way -= len(ended)
        return ended


class Asked:
    """Flows whose results the database has to be asked for; not all the time, since workers need the processors."""

    def __init__(self):
        self.flows = []

    @property
    def under_way(self):
        return len(self.flows)

    def add(self, result):
        began = time.monotonic()
        self.flows.append((began, result()))

    def wait(self):
        while True:
            looked = time.monotonic()
            ended, under_way = [], []
            for flow in self.flows:
                if len(under_way) < UNDER_WAY_SEEN and flow[1].ready():
                    ended.append(flow)
                else:
                    under_way.append(flow)
            if ended:
                self.flows = under_way
                return ended
            time.sleep((time.monotonic() - looked) * (1 / LOOKING - 1))


class CeleryMember:
    def __init__(self, part):
        self.polled = sys.argv[1] == "db"
        self.app, self.step = application(part, sys.argv[1])
        self.queue = part["prefix"] + ".celery"
        self.worker = driver.fork(self.work)
        self.begin().get(timeout=PATIENCE_SECONDS)

    def work(self):
        self.app.worker_main(
            ["worker", "--pool=prefork", "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
        )

    def begin(self):
        steps = [self.step.s(0)] + [self.step.s() for _ in range(driver.FLOW_TASKS - 1)]
        return chain(*steps).apply_async()

    def run(self, load):
        timing = driver.Timing(load)
        flows = Asked() if self.polled else Told(self.app)
        while True:
            while flows.under_way < load["inFlight"] and timing.may_begin():
                flows.add(self.begin)
            if not flows.under_way:
                return timing.figures()
            for began, flow in flows.wait():
                if flow.result != driver.FLOW_TASKS:
                    raise RuntimeError(f"a chain came to {flow.result!r}")
                timing.flow_ended(began)

    def close(self):
        driver.stop(self.worker)
        with self.app.connection() as connection:
            channel = connection.default_channel
            channel.queue_delete(self.queue)


driver.serve(CeleryMember)
