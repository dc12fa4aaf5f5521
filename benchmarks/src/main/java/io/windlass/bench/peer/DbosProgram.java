package io.windlass.bench.peer;

import io.windlass.bench.child.Child;
import io.windlass.bench.run.Stage;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * DBOS, from a Maven module that is built only on demand.
 *
 * @param target that module's build folder
 */
record DbosProgram(Path target) implements Program {
    private static final String MAIN = "io.windlass.bench.dbos.DbosMain";
    private static final String LIBRARY = "transact-";
    private static final String JAR = ".jar";

    @Override
    public String version() throws PeerMissingException, IOException {
        if (Files.isDirectory(target.resolve("classes")) && Files.isDirectory(libraries())) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries(), LIBRARY + "*" + JAR)) {
                for (Path jar : jars) {
                    String name = String.valueOf(jar.getFileName());
                    return name.substring(LIBRARY.length(), name.length() - JAR.length());
                }
            }
        }
        throw new PeerMissingException("DBOS is not in " + target + "; get and build it with"
                + " ./mvnw -q -Ppeers -Dmaven.test.skip -pl benchmarks/peers -am package");
    }

    private Path libraries() {
        return target.resolve("lib");
    }

    @Override
    public List<String> command(String variant) {
        String classPath = String.join(
                File.pathSeparator,
                target.resolve("classes").toString(),
                libraries() + File.separator + "*",
                System.getProperty("java.class.path"));
        return Child.java(Stage.HEAP, classPath, MAIN);
    }
}
