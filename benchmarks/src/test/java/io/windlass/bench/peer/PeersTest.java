package io.windlass.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.bench.run.QueueKind;
import io.windlass.bench.workload.Workload;
import io.windlass.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
    private static final List<Workload> PEERS = Peers.all("/usr/bin/python3", Path.of("peers"));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theyAreRunOnlyWhenNamed() {
        assertThat(Stream.concat(Workloads.all().stream(), PEERS.stream()).map(Workload::name))
                .doesNotHaveDuplicates()
                .doesNotContain(Peers.ALL);
        assertThat(Peers.spelledOut(List.of("alone", Peers.ALL, "peer-dbos"), PEERS))
                .containsExactly("alone", "peer-dbos", "peer-celery", "peer-taskflow");
    }

    @Test
    void eachIsRunOnceOnQueuesThatItCanUse() {
        assertThat(PEERS)
                .filteredOn(peer -> peer.runsOn(QueueKind.CLASSIC))
                .extracting(Workload::name)
                .containsExactly("peer-celery", "peer-taskflow");
        assertThat(PEERS)
                .filteredOn(peer -> peer.runsOn(QueueKind.NONE))
                .extracting(Workload::name)
                .containsExactly("peer-dbos");
        assertThat(PEERS).noneMatch(peer -> peer.runsOn(QueueKind.QUORUM));
    }

    @Test
    void thoseWithWorkersSayThatTheyNeedABroker() {
        RemotePeer celery = new RemotePeer("Celery", new DbosProgram(folder), List.of("rpc"));

        assertThatCode(() -> celery.check(QueueKind.CLASSIC)).doesNotThrowAnyException();
        assertThatThrownBy(() -> celery.check(QueueKind.MEMORY))
                .isInstanceOf(PeerMissingException.class)
                .hasMessageContaining("peer-celery")
                .hasMessageContaining("WINDLASS_AMQP_URL");
    }

    @Test
    void whatIsMissingForDbosIsBuilt() throws Exception {
        DbosProgram program = new DbosProgram(folder);
        assertThatThrownBy(program::version)
                .isInstanceOf(PeerMissingException.class)
                .hasMessageContaining("./mvnw -q -Ppeers");

        Files.createDirectories(folder.resolve("classes"));
        Files.createDirectories(folder.resolve("lib"));
        assertThatThrownBy(program::version).isInstanceOf(PeerMissingException.class);

        Files.createFile(folder.resolve("lib/transact-1.1.0-m6.jar"));
        assertThat(program.version()).isEqualTo("1.1.0-m6");
        assertThat(program.command("")).anyMatch(part -> part.startsWith(folder.resolve("classes") + ":"));
    }

    private PythonProgram python(String interpreter) {
        return new PythonProgram(
                interpreter,
                folder.resolve("scripts"),
                "celery_driver.py",
                "celery",
                Map.of("celery", "python3-celery", "psycopg2", "python3-psycopg2"));
    }

    /** An interpreter that says what it is told to. */
    private PythonProgram saying(String words) throws IOException {
        Path interpreter = folder.resolve("python");
        Files.writeString(interpreter, "#!/bin/sh\nprintf '" + words + "'\n");
        assertThat(interpreter.toFile().setExecutable(true)).isTrue();
        return python(interpreter.toString());
    }

    @Test
    void aMissingPackageIsNamedWithTheWayToGetIt() throws IOException {
        PythonProgram program = saying("\\n" + "celery\\npsycopg2\\n");

        assertThatThrownBy(program::version)
                .isInstanceOf(PeerMissingException.class)
                .hasMessageContaining("has no celery, psycopg2;")
                .hasMessageContaining("apt-get install python3-celery python3-psycopg2")
                .hasMessageContaining("--python");
    }

    @Test
    void anInterpreterThatIsNotThereOrIsNoneIsToldOf() throws IOException {
        assertThatThrownBy(python("/nowhere/python3")::version)
                .isInstanceOf(PeerMissingException.class)
                .hasMessageContaining("/nowhere/python3")
                .hasMessageContaining("--python");
        assertThatThrownBy(saying("")::version).isInstanceOf(PeerMissingException.class);
    }

    @Test
    void aVersionIsReadAndTheScriptsAreThere() throws Exception {
        PythonProgram program = saying("5.2.6\\n\\n");

        assertThat(program.version()).isEqualTo("5.2.6");
        assertThat(program.command("rpc")).endsWith("rpc");
        assertThat(folder.resolve("scripts/driver.py")).exists();
        assertThat(folder.resolve("scripts/celery_driver.py")).exists();
    }
}
