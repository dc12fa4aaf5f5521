package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import java.util.Map;

/** The same two tasks three times in one flow: a prefix keeps the names of each pair apart. */
final class PseudoScoping {
    private static final Map<String, Integer> PHONE_BOOK = Map.of("Jim", 444, "Joe", 555, "Iv_m", 666, "Josh", 777);

    static final class FetchNumber extends Task {
        public int execute(String person) {
            System.out.println("Fetching number for " + person + ".");
            return PHONE_BOOK.getOrDefault(person, 0);
        }
    }

    static final class Call extends Task {
        public void execute(String person, int number) {
            System.out.println("Calling " + person + " " + number + ".");
        }
    }

    private PseudoScoping() {}

    private static LinearFlow simple() {
        return LinearFlow.named("simple one").add(new FetchNumber().provides("number"), new Call());
    }

    private static LinearFlow prefixed(String prefix) {
        return LinearFlow.named(prefix + " one")
                .add(
                        new FetchNumber()
                                .named(prefix + "-fetch")
                                .provides(prefix + "-number")
                                .rebind("person", prefix + "-person"),
                        new Call()
                                .named(prefix + "-call")
                                .rebind("person", prefix + "-person")
                                .rebind("number", prefix + "-number"));
    }

    public static void main(String... arguments) {
        System.out.println("Running simple flow:");
        Engine.builder(simple()).store("person", "Josh").build().run();

        System.out.println();
        System.out.println("Calling many people using prefixed factory:");
        LinearFlow many = LinearFlow.named("call 'em all").add(prefixed("jim"), prefixed("joe"), prefixed("josh"));
        Engine.builder(many)
                .store("jim-person", "Jim")
                .store("joe-person", "Joe")
                .store("josh-person", "Josh")
                .build()
                .run();
    }
}
