package io.windlass.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A product for Python, driven by a script of this module.
 *
 * @param python the interpreter
 * @param folder where scripts are put
 * @param script a resource beside this class
 * @param product the distribution that says the version
 * @param packages by module, the Debian packages that it needs
 */
record PythonProgram(String python, Path folder, String script, String product, Map<String, String> packages)
        implements Program {
    /** What all scripts have in common. */
    private static final String COMMON = "driver.py";

    /** Says the version, then what is missing, a line each. */
    private static final String PROBE = """
            import importlib.util as u, importlib.metadata as m, sys
            gone = [name for name in sys.argv[2:] if u.find_spec(name) is None]
            print('' if gone else m.version(sys.argv[1]))
            print('\\n'.join(gone))
            """;

    @Override
    public String version() throws PeerMissingException, IOException {
        List<String> lines = probe();
        List<String> gone =
                lines.stream().skip(1).filter(line -> !line.isBlank()).toList();
        if (!gone.isEmpty()) {
            throw new PeerMissingException(python + " has no " + String.join(", ", gone)
                    + "; on Debian get it with apt-get install "
                    + String.join(" ", gone.stream().map(packages::get).toList())
                    + ", or name an interpreter that has it: --python");
        }
        return lines.get(0);
    }

    private List<String> probe() throws PeerMissingException, IOException {
        List<String> command = new ArrayList<>(List.of(python, "-c", PROBE, product));
        command.addAll(new TreeSet<>(packages.keySet()));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new PeerMissingException(
                    "there is no " + python + "; install Python 3, or name an interpreter: --python");
        }
        List<String> lines;
        try (InputStream output = process.getInputStream()) {
            lines = new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        if (lines.isEmpty()) {
            throw new PeerMissingException(python + " is no Python 3 that works; name an interpreter: --python");
        }
        return lines;
    }

    @Override
    public List<String> command(String variant) throws IOException {
        Files.createDirectories(folder);
        put(COMMON);
        return List.of(python, "-u", put(script).toString(), variant);
    }

    private Path put(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream resource = PythonProgram.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("there is no resource " + name);
            }
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
