package io.windlass.examples.taskflow;

import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;

/** Prints what a store holds of log books, their flows, and the atoms of these. */
final class Dump {
    private Dump() {}

    static void print(Persistence persistence) {
        persistence.books().forEach(book -> print(persistence, book));
    }

    static void print(Persistence persistence, LogBook book) {
        System.out.println("book '" + book.name() + "'");
        for (FlowRecord flow : persistence.flowsOf(book.id())) {
            print(persistence.load(flow.id()).orElseThrow());
        }
    }

    static void print(StoredFlow stored) {
        System.out.println(
                "  flow '" + stored.flow().name() + "': " + stored.flow().state());
        stored.atoms().forEach(Dump::print);
    }

    private static void print(StoredAtom atom) {
        System.out.println("    task '" + atom.name() + "': " + atom.state() + ", progress "
                + atom.progress().fraction() + ", failure = " + (atom.failure() != null));
    }
}
