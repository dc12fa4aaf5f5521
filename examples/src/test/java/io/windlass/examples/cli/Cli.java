package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs commands in this process, in an environment and working folder of the test's. */
record Cli(Map<String, String> environment, Path folder) {
    /** Without settings. */
    static Cli bare(Path folder) {
        return new Cli(Map.of(), folder);
    }

    Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(
                List.of(arguments), environment, folder, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Result(status, out.toString(), err.toString());
    }

    /** What came of it. */
    record Result(int status, String out, String err) {
        /** It did what it was asked, and said nothing on standard error. */
        Result done() {
            assertThat(err).isEmpty();
            assertThat(status).isZero();
            return this;
        }

        /** It failed with that status and one line on standard error. */
        Result failedInOneLine(int expected) {
            assertThat(err).startsWith("windlass: ").hasLineCount(1);
            assertThat(out).isEmpty();
            assertThat(status).isEqualTo(expected);
            return this;
        }

        /** It was not understood; the first line says why, and then how to write it. */
        Result notUnderstood(String why) {
            assertThat(err.lines().findFirst()).hasValue("windlass: " + why);
            assertThat(err).contains("Usage: windlass");
            assertThat(out).isEmpty();
            assertThat(status).isEqualTo(2);
            return this;
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + out, e);
            }
        }
    }
}
