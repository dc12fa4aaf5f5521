package io.windlass.bench.child;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a child process does: a {@link Part} on the first line of its standard input, then orders; an answer to each. */
public final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How long it may take to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final PrintStream out;
    private final Memory memory = new Memory();

    private final Opener opener;

    private Serving(PrintStream out, Opener opener) {
        this.out = out;
        this.opener = opener;
    }

    /** Makes what a child has inside. */
    public interface Opener {
        /** {@return what that part is}, at work, once it is ready */
        Member open(Part part) throws Exception;
    }

    /** Serves the parent until standard input ends, as it does when the parent is gone; then this process ends. */
    public static void serve(Opener opener) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // the answers' stream is theirs alone
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        new Serving(out, opener).serve(in);
        Runtime.getRuntime().halt(0);
    }

    private void serve(BufferedReader in) throws IOException {
        try (Member member = opener.open(JSON.readValue(in.readLine(), Part.class))) {
            answer(new Answer(Map.of(), null));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Order order = JSON.readValue(line, Order.class);
                start("bench-round", () -> answer(carryOut(member, order)));
            }
            start("bench-patience", Serving::haltLater);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            LOG.error("This process cannot go on", e);
            answer(new Answer(Map.of(), e.toString()));
        }
    }

    private Answer carryOut(Member member, Order order) {
        try {
            Load load = order.load();
            return new Answer(load == null ? memory.figures() : member.run(load), null);
        } catch (Exception e) {
            LOG.error("An order was not carried out", e);
            return new Answer(Map.of(), e.toString());
        }
    }

    private void answer(Answer answer) {
        try {
            out.println(JSON.writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is no JSON", e);
        }
    }

    private static void haltLater() {
        try {
            Thread.sleep(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.error("This process does not stop by itself; it ends now");
        Runtime.getRuntime().halt(1);
    }

    private static void start(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }
}
