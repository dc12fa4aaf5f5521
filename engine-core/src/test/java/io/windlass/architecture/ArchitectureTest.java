package io.windlass.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The layers of this module, top to bottom, and who alone may see which library. Each rule is checked twice: the
 * code keeps it, and planted classes that break it are caught.
 */
class ArchitectureTest {
    /** Each layer's packages; a package uses those of lower layers only. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("listener"),
            List.of("engine", "picture"),
            List.of("runtime"),
            List.of("compiler", "storage", "execution"),
            List.of("flow", "retry", "persistence", "notify"),
            List.of("graph", "atom"),
            List.of("value"),
            List.of("state", "failure"));

    private static final String CODE = "io.windlass.";
    private static final String PLANTED = "io.windlass.planted.";

    private static Map<String, ArchRule> rules(String root) {
        Map<String, ArchRule> rules = new TreeMap<>();
        for (int layer = 1; layer < LAYERS.size(); layer++) {
            for (String lower : LAYERS.get(layer)) {
                List<String> above = new ArrayList<>();
                LAYERS.subList(0, layer).forEach(above::addAll);
                rules.put(lower + " does not look up", forbidden(root, lower, above));
            }
        }
        rules.put(
                "the loop sees no flow, no backend, no implementation of the executor",
                noClasses()
                        .that()
                        .resideInAPackage(root + "runtime..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                root + "flow..",
                                root + "persistence.memory..",
                                root + "persistence.postgres..",
                                root + "persistence.directory..",
                                root + "persistence.backends..")
                        .orShould()
                        .dependOnClassesThat()
                        .haveSimpleName("SerialExecutor"));
        rules.put("only graph sees jgrapht", library(root, "graph", "org.jgrapht.."));
        rules.put("only the PostgreSQL store sees JDBI", library(root, "persistence.postgres", "org.jdbi.."));
        return rules;
    }

    private static ArchRule forbidden(String root, String lower, List<String> above) {
        return noClasses()
                .that()
                .resideInAPackage(root + lower + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        above.stream().map(name -> root + name + "..").toArray(String[]::new));
    }

    private static ArchRule library(String root, String only, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + only + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    @TestFactory
    List<DynamicTest> theCodeKeepsEachRule() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.windlass");
        assertThat(code.size()).isGreaterThan(50);
        return rules(CODE).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(code)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> eachRuleCatchesAPlantedViolation() {
        JavaClasses all = new ClassFileImporter().importPackages("io.windlass.planted");
        return rules(PLANTED).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue()
                                        .allowEmptyShould(true)
                                        .evaluate(all)
                                        .hasViolation())
                                .isTrue()))
                .toList();
    }
}
