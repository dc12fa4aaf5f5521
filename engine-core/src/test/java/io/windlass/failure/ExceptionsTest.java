package io.windlass.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tree of what Windlass throws on its own account. */
class ExceptionsTest {
    @Test
    void allHaveOneUncheckedRoot() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(place -> !place.contains("/embedded/")) // for tests and demo alone
                .importPackages("io.windlass");
        List<JavaClass> ours = code.stream()
                .filter(type -> type.isAssignableTo(Throwable.class))
                .toList();
        assertThat(ours).hasSizeGreaterThan(10);
        assertThat(ours).allMatch(type -> type.isAssignableTo(WindlassException.class));
        assertThat(RuntimeException.class).isAssignableFrom(WindlassException.class);
    }

    @Test
    void theTreeIsTaskFlows() {
        assertThat(DefinitionException.class).isAssignableFrom(DependencyException.class);
        assertThat(DependencyException.class)
                .isAssignableFrom(AmbiguousDependencyException.class)
                .isAssignableFrom(MissingDependenciesException.class);
        assertThat(DefinitionException.class).isAssignableFrom(DuplicateException.class);
        assertThat(StorageException.class).isAssignableFrom(FencedException.class);
        assertThat(WrappedFailureException.class).isAssignableFrom(FlowFailedException.class);
    }

    @Test
    void theStackTraceTellsTheWholeChainOfCauses() {
        StringWriter text = new StringWriter();
        new StorageException("cannot save", new NotFoundException("no flow", new IOException("gone")))
                .printStackTrace(new PrintWriter(text));
        assertThat(text.toString())
                .startsWith("io.windlass.failure.StorageException: cannot save")
                .contains("Caused by: io.windlass.failure.NotFoundException: no flow")
                .contains("Caused by: java.io.IOException: gone");
    }

    @Test
    void whatIsMissingIsThereToBeReadByAtom() {
        MissingDependenciesException missing = new MissingDependenciesException("m", Map.of("a", Set.of("x", "y")));
        assertThat(missing.missing()).containsExactly(Map.entry("a", Set.of("x", "y")));
    }
}
