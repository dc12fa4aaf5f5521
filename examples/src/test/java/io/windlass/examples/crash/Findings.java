package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.examples.cluster.Audit;
import java.util.List;
import java.util.Locale;

/**
 * What was found after faults.
 *
 * @param flows that were accepted
 * @param refused orders whose engine ended before it accepted them
 * @param history outcomes that were recorded twice, and transitions that may not be
 * @param lost flows that did not end as they should
 * @param stuck what was waited for in vain
 * @param audit of the effects
 * @param firstEnd from the fault's end to the next end of a flow
 * @param allEnded from the fault's end to the end of all flows that it found under way
 */
record Findings(
        int flows,
        int refused,
        List<String> history,
        List<String> lost,
        List<String> stuck,
        Audit audit,
        Seconds firstEnd,
        Seconds allEnded) {
    /** How long something took, in seconds. */
    record Seconds(double median, double most) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f / %.1f", median, most);
        }
    }

    static final String HEAD = "| fault | how it is brought about | times | flows ended | doubled | lost or stuck |"
            + " runs repeated, of these unexplained | a flow ends after, s | all end after, s |\n"
            + "|---|---|---|---|---|---|---|---|---|";

    /** {@return a row of the table} */
    String row(Fault fault, int times) {
        return String.format(
                "| %s | %s | %d | %d | %d | %d | %d, %d | %s | %s |",
                fault,
                fault.injected(),
                times,
                flows - lost.size(),
                history.size() + audit.wrong().size(),
                lost.size() + stuck.size(),
                audit.extraRuns().size(),
                audit.unexplainedRuns().size(),
                firstEnd,
                allEnded);
    }

    @Override
    public String toString() {
        return flows + " flows accepted, " + refused + " not; a flow ended after (median / most, s) " + firstEnd
                + ", all after " + allEnded + "; repeated runs: " + audit.extraRuns();
    }

    /** Nothing lost, nothing recorded twice, no flow stuck; no run repeated that may not be. */
    void check(Fault.Repeats repeats) {
        assertThat(stuck).isEmpty();
        assertThat(lost).isEmpty();
        assertThat(history).isEmpty();
        assertThat(audit.wrong()).isEmpty();
        if (repeats == Fault.Repeats.OF_VICTIMS) {
            assertThat(audit.unexplainedRuns()).isEmpty();
        }
        assertThat(flows).isPositive();
    }
}
