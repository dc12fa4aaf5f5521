package io.windlass.examples.taskflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the examples about stored flows print. */
@Timeout(300)
class StoredProgramsTest {
    private static final String ID = "[0-9a-f-]{36}";

    @Test
    void anotherEngineGoesOnWithASuspendedFlow() throws Exception {
        assertThat(Printed.by("resume-from-backend")).isEqualTo("""
                -----------------------------------
                At the beginning, there is no state
                -----------------------------------
                Flow 'resume from backend example' state: None
                -------
                Running
                -------
                executing "first==1.0"
                -------------
                After running
                -------------
                Flow 'resume from backend example' state: SUSPENDED
                 boom: SUCCESS, result=null
                 first: SUCCESS, result="ok"
                 second: PENDING, result=null
                --------------------------
                Resuming and running again
                --------------------------
                executing "second==1.0"
                ----------
                At the end
                ----------
                Flow 'resume from backend example' state: SUCCESS
                 boom: SUCCESS, result=null
                 first: SUCCESS, result="ok"
                 second: SUCCESS, result="ok"
                """.lines().toList());
    }

    @Test
    @Tag("services")
    void aProcessGoesOnWithTheFlowsOfTwoThatDied() throws Exception {
        List<String> lines;
        try (TemporaryDatabase database = Services.shared().newDatabase("windlass_many")) {
            lines = Printed.by("resume-many-flows", database.url());
        }
        assertThat(lines.stream().map(line -> line.replaceAll(ID, "ID")))
                .containsExactlyElementsOf("""
                Run flow:
                Running flow example ID
                executing "first==1.0"
                executing "boom==1.0"
                > this time not exiting
                executing "second==1.0"

                Run flow, something happens:
                Running flow example ID
                executing "first==1.0"
                executing "boom==1.0"
                > Critical error: boom = exit please

                Run flow, something happens again:
                Running flow example ID
                executing "first==1.0"
                executing "boom==1.0"
                > Critical error: boom = exit please

                Resuming all failed flows
                Resuming flow example ID
                executing "boom==1.0"
                > this time not exiting
                executing "second==1.0"
                Resuming flow example ID
                executing "boom==1.0"
                > this time not exiting
                executing "second==1.0"
                """.lines().toList());
        assertThat(ids(lines, "Resuming flow example ")).hasSize(2).isSubsetOf(ids(lines, "Running flow example "));
    }

    @Test
    void aStoreIsShownBeforeAndAfterARun() throws Exception {
        assertThat(Printed.by("dump-memory-backend")).isEqualTo("""
                ----------
                Before run
                ----------
                book 'letters'
                Running 'a'
                Running 'b'
                Running 'c'
                ---------
                After run
                ---------
                book 'letters'
                  flow 'root': SUCCESS
                    task 'a': SUCCESS, progress 1.0, failure = false
                    task 'b': SUCCESS, progress 1.0, failure = false
                    task 'c': SUCCESS, progress 1.0, failure = false
                """.lines().toList());
    }

    @Test
    @Tag("services")
    void aFailedFlowIsInItsBookUntilOneSucceeds() throws Exception {
        try (TemporaryDatabase database = Services.shared().newDatabase("windlass_book")) {
            List<String> lines = Printed.by("persistence-example", database.url());
            assertThat(lines)
                    .startsWith("-------", "Running", "-------", "Hi!", "Whooops, said hi too early, take that back!");
            assertThat(lines).anyMatch(line -> line.endsWith("IllegalStateException: Fail!"));
            assertThat(lines)
                    .endsWith(
                            "-------------",
                            "Book contents",
                            "-------------",
                            "book 'my-test'",
                            "  flow 'hello-world': REVERTED",
                            "    task 'bye': REVERTED, progress 1.0, failure = true",
                            "    task 'hi': REVERTED, progress 1.0, failure = false");
            assertThat(Printed.by("persistence-example", database.url()))
                    .containsSubsequence(
                            "Hi!",
                            "Bye!",
                            "  flow 'hello-world': SUCCESS",
                            "    task 'hi': SUCCESS, progress 1.0, failure = false");
            assertThat(Printed.by("persistence-example", database.url()))
                    .as("the second run tidied up")
                    .contains("Whooops, said hi too early, take that back!");
        }
    }

    @Test
    void aMachineIsBootedByTwoProcesses() throws Exception {
        List<String> lines = Printed.by("resume-vm-boot");
        assertThat(lines.stream().map(line -> line.replaceAll(ID, "ID").replaceAll("192\\.168\\.0\\.\\d+", "IP")))
                .containsSubsequence(
                        "!! Your tracking id is: 'ID+ID'",
                        "Starting vm creation.",
                        "Defined Spec[type=kvm, disks=2, vcpu=1, ips=1, volumes=3]",
                        "Downloading from https://images.example/0 => /tmp/0.img",
                        "Downloading from https://images.example/1 => /tmp/1.img",
                        "Running again, in another process",
                        "Mounting /tmp/0.img",
                        "Writing ifcfg-eth0: IPADDR=IP",
                        "Mounting /tmp/1.img",
                        "Allocated volume /dev/vda3",
                        "Formatted volume /dev/vda3",
                        "Starting vm!",
                        "Created: Spec[type=kvm, disks=2, vcpu=1, ips=1, volumes=3]",
                        "Finished vm create.",
                        "Instance is running!");
        assertThat(lines)
                .as("nothing is done twice")
                .filteredOn(line -> line.startsWith("D"))
                .doesNotHaveDuplicates();
    }

    @Test
    void volumesAreGoneOnWithAfterAnInterruption() throws Exception {
        List<String> lines = Printed.by("resume-volume-create");
        assertThat(lines.get(0).replaceAll(ID, "ID")).isEqualTo("!! Your tracking id is: 'ID+ID'");
        assertThat(lines)
                .containsSubsequence(
                        "Starting volume create",
                        "I need a nap, it took me a while to build those specs.",
                        "!! Interrupted: the flow is SUSPENDED",
                        "Dusting off your hard drive /dev/vda1",
                        "Taking a well deserved break.",
                        "Your drive /dev/vda1 has been certified.",
                        "Finished volume create");
        long dusted = lines.stream().filter(line -> line.startsWith("Dusting")).count();
        assertThat(dusted).isBetween(1L, 10L);
        assertThat(lines).filteredOn(line -> line.endsWith("certified.")).hasSize((int) dusted);
    }

    private static Set<String> ids(List<String> lines, String before) {
        Set<String> ids = new HashSet<>();
        lines.stream()
                .filter(line -> line.startsWith(before))
                .forEach(line -> ids.add(line.substring(before.length())));
        return ids;
    }
}
