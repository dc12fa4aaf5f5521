package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;

/**
 * What a database holds of a flow that failed. The first run on a database fails, the one after that does not, and
 * tidies up. The argument is the database's JDBC URL.
 */
final class PersistenceExample {
    static final class Hi extends Task {
        public void execute() {
            System.out.println("Hi!");
        }

        public void revert() {
            System.out.println("Whooops, said hi too early, take that back!");
        }
    }

    static final class Bye extends Task {
        public void execute(boolean blowup) {
            if (blowup) {
                throw new IllegalStateException("Fail!");
            }
            System.out.println("Bye!");
        }
    }

    private PersistenceExample() {}

    public static void main(String... arguments) {
        try (Persistence persistence =
                PostgresPersistence.builder().url(arguments[0]).open()) {
            boolean blowup = persistence.books().isEmpty();
            LogBook book = persistence.saveBook(LogBook.named("my-test"));
            LinearFlow flow = LinearFlow.named("hello-world").add(new Hi().named("hi"), new Bye().named("bye"));
            Headline.print("Running");
            try {
                Engine.builder(flow)
                        .store("blowup", blowup)
                        .persistence(persistence)
                        .book(book.id())
                        .build()
                        .run();
            } catch (FlowFailedException e) {
                e.printStackTrace(System.out);
            }
            Headline.print("Book contents");
            Dump.print(persistence, book);
            if (!blowup) {
                persistence.destroyAll();
            }
        }
    }
}
