package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of faults in docs/reliability.md: prints a row for each. {@code -Dfault=NAME} picks one, {@code -Dfault.times}
 * says how often each happens, {@code -Dcrash.seed} sets the seed, which is printed.
 */
@Tag("chaos")
class FaultTableTest {
    private static final int TIMES = Integer.getInteger("fault.times", 20);
    private static final int DRAINS = TIMES * 3 / 2;
    private static final Path FOLDER = Path.of("target", "faults");
    private static final List<String> ROWS = new ArrayList<>();

    static List<Fault> faults() {
        String only = System.getProperty("fault");
        List<Fault> faults = Faults.of(Services.shared()).stream()
                .filter(fault -> only == null || fault.name().equals(only))
                .toList();
        assertThat(faults).as("the fault '%s'", only).isNotEmpty();
        return faults;
    }

    @AfterAll
    static void print() {
        System.out.println(Findings.HEAD);
        ROWS.forEach(System.out::println);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLostDoubledOrStuck(Fault fault) throws Exception {
        int times = fault.equals(Faults.DRAINED) ? DRAINS : TIMES;
        long seed = Long.getLong("crash.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("fault " + fault + ": seed " + seed);
        try (Site site = new Site(Services.shared(), FOLDER.resolve(fault.name()), new Random(seed))) {
            System.out.println(site.describe());
            Findings findings = new FaultLoop(site, seed).run(List.of(fault), times);
            ROWS.add(findings.row(fault, times));
            System.out.println(findings.row(fault, times));
            findings.audit().extraRuns().forEach(line -> System.out.println("  " + line));
            findings.check(fault.repeats());
        }
    }
}
