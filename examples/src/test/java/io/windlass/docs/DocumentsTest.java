package io.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents show is what runs, and what they link to is there. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path SOURCE = Path.of("src", "test", "java", "io", "windlass", "docs", "FirstFlow.java");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    private static String snippet(String name) throws IOException {
        String source = Files.readString(SOURCE);
        String start = "    // README " + name + "\n";
        int from = source.indexOf(start) + start.length();
        return source.substring(from, source.indexOf("    // end\n", from))
                .lines()
                .map(line -> line.startsWith("    ") ? line.substring(4) : line)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"first flow", "remote"})
    void readmeShowsTheCodeThatIsCompiledHere(String name) throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + snippet(name) + "\n```");
    }

    @Test
    void theFirstFlowRunsHere() {
        assertThat(FirstFlow.runHere()).isEqualTo("vol-1 of 10 GiB, attached");
    }

    @Test
    @Tag("services")
    void theFirstFlowRunsOnWorkers() {
        Services services = Services.shared();
        try (TemporaryDatabase database = services.newDatabase("windlass_docs");
                AmqpProxy proxy = AmqpProxy.builder(services.amqpUrl()).connect()) {
            try (Worker worker = FirstFlow.worker(proxy).start()) {
                assertThat(FirstFlow.runOnWorkers(services.amqpUrl(), database.url()))
                        .as("with worker %s", worker.name())
                        .isEqualTo(FlowState.SUCCESS);
            }
            proxy.deleteAll(Stream.of(FirstFlow.CreateRecord.class, FirstFlow.Attach.class)
                    .map(type -> proxy.naming().requestQueue(new RequestQueue("storage", type.getName(), 1)))
                    .toList());
        }
    }

    @Test
    void whatTheDocumentsLinkToIsThere() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> all = Stream.concat(
                            docs.filter(path -> path.toString().endsWith(".md")),
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(ROOT::resolve))
                    .toList();
            for (Path document : all) {
                Matcher link = LINK.matcher(Files.readString(document));
                while (link.find()) {
                    assertThat(document.resolveSibling(link.group(1).strip()))
                            .as("a link in %s", document)
                            .exists();
                }
            }
        }
    }
}
