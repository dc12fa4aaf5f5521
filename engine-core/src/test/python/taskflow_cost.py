#!/usr/bin/env python3
"""Prints what TaskFlow costs, for the flows that CostTest measures Windlass with.

Tasks do nothing; serial engine, storage in memory, no listeners. Each flow is defined, compiled, prepared and
validated, and run, several times; the middle of the rounds is printed. Time is the processor's, of which the one
thread takes all there is, so that it does not depend on what else the machine does. Needs Debian's python3-taskflow:

    /usr/bin/python3 taskflow_cost.py [sizes]

A graph flow is defined with one call of add, which is the cheapest way there is: TaskFlow copies the whole graph in
each call.
"""
import random
import statistics
import sys
import time

from taskflow import engines, task
from taskflow.patterns import graph_flow, linear_flow, unordered_flow

SIZES = [100, 300, 1000]
ROUNDS = 3
EDGES_A_TASK = 3


class Nothing(task.Task):
    def __init__(self, number, requires, outputs):
        self.results = [f"t{number}.{i}" for i in range(outputs)]
        super().__init__(f"t{number}", requires=requires, provides=tuple(self.results))

    def execute(self, **given):
        return self.results


def linear(size):
    flow = linear_flow.Flow("linear")
    for i in range(size):
        flow.add(Nothing(i, [f"t{i - 1}.0"] if i else [], 1))
    return flow


def unordered(size):
    flow = unordered_flow.Flow("unordered")
    for i in range(size):
        flow.add(Nothing(i, [], 1))
    return flow


def graph(size):
    rng = random.Random(size)
    outputs = [0] * size
    inputs = []
    for i in range(size):
        mine = []
        for _ in range(EDGES_A_TASK if i else 0):
            source = rng.randrange(i)
            mine.append(f"t{source}.{outputs[source]}")
            outputs[source] += 1
        inputs.append(mine)
    flow = graph_flow.Flow("graph")
    flow.add(*(Nothing(i, inputs[i], outputs[i]) for i in range(size)))
    return flow


def measure(make, size):
    begun = time.process_time()
    flow = make(size)
    defined = time.process_time()
    engine = engines.load(flow, engine="serial")
    engine.compile()
    engine.prepare()
    engine.validate()
    compiled = time.process_time()
    engine.run()
    ended = time.process_time()
    assert engine.storage.get_flow_state() == "SUCCESS"
    return defined - begun, compiled - defined, ended - compiled


def main():
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print(f"{'flow':10} {'tasks':>8} {'define s':>10} {'compile s':>10} {'run s':>10} {'run us/atom':>12}")
    for make in (linear, unordered, graph):
        for size in sizes:
            rounds = [measure(make, size) for _ in range(ROUNDS)]
            define, compiled, run = (statistics.median(figures) for figures in zip(*rounds))
            print(
                f"{make.__name__:10} {size:8} {define:10.3f} {compiled:10.3f} {run:10.3f} {run / size * 1e6:12.0f}",
                flush=True)


main()
