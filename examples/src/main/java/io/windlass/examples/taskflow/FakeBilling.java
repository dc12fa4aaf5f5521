package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.engine.Engine;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.listener.PrintingListener;
import java.util.Locale;
import java.util.UUID;
import java.util.function.DoubleConsumer;

/** Tasks that share what is no value, such as a connection: it is given to their constructors, and never stored. */
final class FakeBilling {
    private static final double PERCENT = 100;

    record Request(String user, String id) {}

    record Parsed(String user, int userId, UUID requestId) {}

    /** What the tasks work with, made once for all of them. */
    static final class Resources {
        void query(String sql) {
            System.out.println("Querying with: " + sql);
        }

        void send(String data, DoubleConsumer progress) throws InterruptedException {
            for (int i = 0; i < data.length(); i++) {
                Thread.sleep(1);
                progress.accept((double) i / data.length());
            }
        }
    }

    static final class ExtractInputRequest extends Task {
        public Parsed execute(Request request) {
            return new Parsed(request.user(), (int) Double.parseDouble(request.id()), UUID.randomUUID());
        }
    }

    static final class MakeDbEntry extends Task {
        private final Resources resources;

        MakeDbEntry(Resources resources) {
            this.resources = resources;
        }

        public void execute(Parsed parsed) {
            resources.query("INSERT " + parsed + " INTO mydb");
        }

        public void revert(Parsed parsed) {
            resources.query("DELETE " + parsed + " FROM mydb IF EXISTS");
        }
    }

    static final class ActivateDriver extends Task {
        private static final String URL = "http://billing.example";

        private final Resources resources;

        ActivateDriver(Resources resources) {
            this.resources = resources;
        }

        public String execute(Parsed parsed, TaskContext context) throws InterruptedException {
            System.out.println("Sending billing data to " + URL);
            resources.send(parsed.toString(), fraction -> tell(context, fraction));
            tell(context, 1);
            return URL;
        }

        private static void tell(TaskContext context, double fraction) {
            context.progress(fraction);
            System.out.println(String.format(
                    Locale.ROOT, "%s is %.2f%% done", context.request().atom(), fraction * PERCENT));
        }
    }

    static final class DeclareSuccess extends Task {
        public void execute(String sentTo) {
            System.out.println("Done!");
            System.out.println("All data processed and sent to " + sentTo);
        }
    }

    private FakeBilling() {}

    public static void main(String... arguments) {
        Resources resources = new Resources();
        LinearFlow flow = LinearFlow.named("initialize-me")
                .add(
                        new ExtractInputRequest().named("extract-request").provides("parsed"),
                        new MakeDbEntry(resources).named("make-db-entry"),
                        GraphFlow.named("after-initialize")
                                .add(
                                        new ActivateDriver(resources)
                                                .named("activate-driver")
                                                .provides("sentTo"),
                                        new DeclareSuccess().named("declare-success")));
        Engine.builder(flow)
                .store("request", new Request("bob", "1.35"))
                .listener(new PrintingListener())
                .build()
                .run();
    }
}
