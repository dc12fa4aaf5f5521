package io.windlass.bench.peer;

import io.windlass.bench.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The products that Windlass can be compared with. */
public final class Peers {
    /** Stands for all of them that are there. */
    public static final String ALL = "peers";

    private static final Path DBOS = Path.of("benchmarks", "peers", "target");

    private static final Map<String, String> CELERY =
            Map.of("celery", "python3-celery", "sqlalchemy", "python3-sqlalchemy", "psycopg2", "python3-psycopg2");
    private static final Map<String, String> TASKFLOW = Map.of(
            "taskflow",
            "python3-taskflow",
            "kombu",
            "python3-kombu",
            "sqlalchemy",
            "python3-sqlalchemy",
            "sqlalchemy_utils",
            "python3-sqlalchemy-utils",
            "alembic",
            "python3-alembic",
            "psycopg2",
            "python3-psycopg2");

    private Peers() {}

    /**
     * {@return a workload for each}
     *
     * @param python the interpreter for those that are for Python
     * @param folder where their scripts are put
     */
    public static List<Workload> all(String python, Path folder) {
        return List.of(
                new LocalPeer(new DbosProgram(DBOS)),
                new RemotePeer(
                        "Celery",
                        new PythonProgram(python, folder, "celery_driver.py", "celery", CELERY),
                        List.of("rpc", "db")),
                new RemotePeer(
                        "TaskFlow",
                        new PythonProgram(python, folder, "taskflow_driver.py", "taskflow", TASKFLOW),
                        List.of("memory", "db")));
    }

    /** {@return those names, with {@link #ALL} replaced by the names of all} */
    public static List<String> spelledOut(List<String> names, List<Workload> peers) {
        return names.stream()
                .flatMap(name -> name.equals(ALL) ? peers.stream().map(Workload::name) : Stream.of(name))
                .distinct()
                .toList();
    }
}
