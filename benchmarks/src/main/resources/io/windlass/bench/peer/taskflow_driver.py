"""Linear flows of three tasks on TaskFlow's worker-based engine: a worker process with a thread for each processor, and
one process with an engine for each flow. Argument: where flows are recorded, memory or db."""

import sys
import threading
import time

import driver
import kombu
import sqlalchemy
from taskflow import engines, task
from taskflow.engines.worker_based import executor
from taskflow.engines.worker_based import worker as workers
from taskflow.patterns import linear_flow
from taskflow.persistence import backends
from taskflow.persistence.backends.sqlalchemy import tables
from taskflow.persistence import models
from taskflow.utils import persistence_utils

PATIENCE_SECONDS = 60
TOPIC = "bench"
CONNECTIONS = 16


class Step(task.Task):
    """Counts one on."""

    def execute(self, count):
        return count + 1


class SharedExecutor(executor.WorkerTaskExecutor):
    """Goes on from flow to flow: else each engine would connect to the broker and look for workers anew."""

    def start(self):
        pass

    def stop(self):
        pass

    def open(self):
        super().start()

    def close(self):
        super().stop()


def flow():
    chain = linear_flow.Flow("bench-chain")
    provided = "count"
    for i in range(1, driver.FLOW_TASKS + 1):
        chain.add(Step(name=f"step-{i}", rebind={"count": provided}, provides=f"result-{i}"))
        provided = f"result-{i}"
    return chain


def in_postgres(url):
    """The backend, with its tables made as they are declared: Debian's package lacks what its own migration needs."""
    backend = backends.fetch({"connection": url, "max_pool_size": CONNECTIONS})
    metadata = sqlalchemy.MetaData()
    tables.fetch(metadata)
    metadata.create_all(backend.engine)
    return backend


class TaskFlowMember:
    def __init__(self, part):
        self.part = part
        self.exchange = part["prefix"] + ".taskflow"
        self.worker = driver.fork(self.work)
        self.replies = self.exchange + ".engines"
        self.executor = SharedExecutor(self.replies, self.exchange, [TOPIC], url=part["amqpUrl"])
        self.executor.open()
        if self.executor.wait_for_workers(timeout=PATIENCE_SECONDS):
            raise RuntimeError("no worker has come")
        if sys.argv[1] == "memory":
            self.backend = backends.fetch({"connection": "memory://"})
        else:
            self.backend = in_postgres(driver.sqlalchemy_url(part["databaseUrl"], "postgresql"))

    def work(self):
        workers.Worker(
            exchange=self.exchange,
            topic=TOPIC,
            tasks=[Step],
            url=self.part["amqpUrl"],
            threads_count=self.part["slots"],
        ).run(display_banner=False)

    def run_flow(self):
        book, detail = persistence_utils.temporary_flow_detail(self.backend)
        engine = engines.load(
            flow(),
            store={"count": 0},
            engine="worker-based",
            executor=self.executor,
            backend=self.backend,
            book=book,
            flow_detail=detail,
        )
        engine.run()
        result = engine.storage.fetch(f"result-{driver.FLOW_TASKS}")
        if result != driver.FLOW_TASKS:
            raise RuntimeError(f"a flow came to {result!r}")

    def run(self, load):
        timing = driver.Timing(load)
        errors = []

        def lane():
            try:
                while not errors and timing.may_begin():
                    began = time.monotonic()
                    self.run_flow()
                    timing.flow_ended(began)
            except Exception as error:
                errors.append(error)

        lanes = [threading.Thread(target=lane, daemon=True) for _ in range(load["inFlight"])]
        for thread in lanes:
            thread.start()
        for thread in lanes:
            thread.join()
        if errors:
            raise errors[0]
        return timing.figures()

    def close(self):
        driver.stop(self.worker)
        self.executor.close()
        self.backend.close()
        with kombu.Connection(self.part["amqpUrl"]) as connection:
            for name in (TOPIC, self.replies):  # whoever sends the last message declares its queue anew
                connection.default_channel.queue_delete(f"{self.exchange}_{name}")
            connection.default_channel.exchange_delete(self.exchange)


driver.serve(TaskFlowMember)
