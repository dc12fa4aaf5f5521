package io.windlass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
    private static final Path PROGRAM = Path.of("/bin/sh");

    @TempDir
    private Path folder;

    @BeforeEach
    void letEverybodyIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theChosenAccountIsNotRoot() throws Exception {
        var account = Account.choose(Account.INSTEAD_OF_ROOT, PROGRAM, folder);

        assertThat(run(account, "id -u")).isNotEqualTo("0").matches("[0-9]+");
    }

    @Test
    void anOrdinaryUserStaysWhoItIs() throws Exception {
        assumeThat(uid()).as("what only another user than root can show").isNotZero();

        assertThat(Account.choose(Account.INSTEAD_OF_ROOT, PROGRAM, folder)).isEqualTo(new Account(List.of(), uid()));
    }

    @Test
    void rootBecomesNobodyWhereThereAreNoUserNamespaces() throws Exception {
        assumeThat(uid()).as("what only root can show").isZero();
        var withoutNamespaces = List.of(new Account(List.of("no-such-program"), 0), Account.NOBODY);

        var account = Account.choose(withoutNamespaces, PROGRAM, folder);

        assertThat(account).isEqualTo(Account.NOBODY);
        assertThat(uid()).isEqualTo(Account.NOBODY.uid());
        assertThat(run(account, "id -u")).isEqualTo(Integer.toString(Account.NOBODY.uid()));
    }

    @Test
    void rootThatCannotBecomeAnybodyGetsOneLine() throws Exception {
        assumeThat(uid()).as("what only root can show").isZero();
        var helpless = List.of(new Account(List.of("no-such-program"), 0), new Account(List.of("false"), 0));

        assertThatThrownBy(() -> Account.choose(helpless, PROGRAM, folder))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("refuses to run as root")
                .hasMessageContaining("WINDLASS_DATABASE_URL")
                .hasMessageNotContaining("\n");
    }

    private int uid() throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:uid");
    }

    private static String run(Account account, String script) throws IOException {
        var command = new ArrayList<>(account.prefix());
        command.addAll(List.of("sh", "-c", script));
        var process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
