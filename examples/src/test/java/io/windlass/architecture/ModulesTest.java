package io.windlass.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may see whom, across modules. Each rule is checked twice: the code keeps it, planted classes that break it are caught. */
class ModulesTest {
    private static final String CODE = "io.windlass.";
    private static final String PLANTED = "io.windlass.planted.";

    /** engine-core's, from the public way in to what everything stands on. */
    private static final List<String> ENGINE = List.of(
            "engine", "runtime", "compiler", "storage", "execution", "flow", "persistence", "notify", "graph", "atom");

    /** Those with a method that takes a registry. */
    private static final List<String> MEASURED = List.of(
            "execution.ParallelExecutor",
            "execution.SerialExecutor",
            "persistence.postgres.PostgresPersistenceBuilder",
            "remote.RemoteExecutorBuilder",
            "worker.WorkerBuilder");

    private static final List<String> VALUES = List.of("value", "state", "failure");

    private static Map<String, ArchRule> rules(String root) {
        Map<String, ArchRule> rules = new TreeMap<>();
        rules.put(
                "engine-core sees no other module",
                sees(
                        root,
                        concat(ENGINE, VALUES),
                        List.of("proxy", "remote", "worker", "health", "job", "conductor", "embedded", "examples")));
        rules.put(
                "proxy sees values of engine-core only",
                sees(
                        root,
                        List.of("proxy"),
                        concat(
                                ENGINE,
                                List.of("remote", "worker", "health", "job", "conductor", "embedded", "examples"))));
        rules.put(
                "the remote executor sees neither engine nor worker, and ports only",
                sees(
                        root,
                        List.of("remote"),
                        List.of(
                                "engine",
                                "runtime",
                                "compiler",
                                "flow",
                                "worker",
                                "proxy.amqp",
                                "proxy.inprocess",
                                "persistence.memory",
                                "persistence.postgres",
                                "job",
                                "conductor",
                                "embedded",
                                "examples")));
        rules.put(
                "the worker sees no flow, no store and no engine",
                sees(
                        root,
                        List.of("worker"),
                        List.of(
                                "engine",
                                "runtime",
                                "compiler",
                                "storage",
                                "flow",
                                "persistence",
                                "remote",
                                "proxy.amqp",
                                "proxy.inprocess",
                                "job",
                                "conductor",
                                "embedded",
                                "examples")));
        rules.put(
                "job boards see stores and values, no engine and no worker",
                sees(
                        root,
                        List.of("job"),
                        List.of(
                                "engine",
                                "runtime",
                                "compiler",
                                "storage",
                                "execution",
                                "flow",
                                "proxy",
                                "remote",
                                "worker",
                                "health",
                                "conductor",
                                "embedded",
                                "examples")));
        rules.put(
                "conductors see ports to boards, stores and executors, and no worker",
                sees(
                        root,
                        List.of("conductor"),
                        List.of(
                                "job.base",
                                "job.memory",
                                "job.postgres",
                                "job.zookeeper",
                                "persistence.memory",
                                "persistence.postgres",
                                "persistence.directory",
                                "proxy",
                                "remote",
                                "worker",
                                "health",
                                "embedded",
                                "examples")));
        rules.put(
                "the port to job boards sees no board",
                noClasses()
                        .that()
                        .resideInAPackage(root + "job")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + "job.*.."));
        rules.put(
                "the embedded services see no other module",
                sees(
                        root,
                        List.of("embedded"),
                        concat(
                                concat(ENGINE, VALUES),
                                List.of("proxy", "remote", "worker", "health", "job", "conductor", "examples"))));
        rules.put(
                "health sees ports only",
                sees(
                        root,
                        List.of("health"),
                        List.of(
                                "engine",
                                "runtime",
                                "compiler",
                                "storage",
                                "execution",
                                "flow",
                                "remote",
                                "worker",
                                "proxy.amqp",
                                "proxy.inprocess",
                                "persistence.memory",
                                "persistence.postgres",
                                "job",
                                "conductor",
                                "embedded",
                                "examples")));
        rules.put(
                "only meters, and whoever is given a registry for them, see Micrometer",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".")
                        .and()
                        .haveSimpleNameNotEndingWith("Meters")
                        .and(DescribedPredicate.not(name(root, MEASURED)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.micrometer.."));
        rules.put(
                "whoever is given a registry does nothing else with Micrometer",
                noClasses()
                        .that(name(root, MEASURED))
                        .should()
                        .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.micrometer..")
                                .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("MeterRegistry")))));
        for (String library : List.of("com.rabbitmq..", "io.github.resilience4j..")) {
            rules.put(
                    "only the AMQP proxy sees " + library,
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(root + "proxy.amqp..", root + "embedded..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(library));
        }
        for (String library : List.of("org.jdbi..", "org.postgresql..")) {
            rules.put(
                    "only the store and the job board in PostgreSQL see " + library,
                    library(root, library, "persistence.postgres", "job.postgres", "embedded", "examples"));
        }
        rules.put(
                "only the job board in ZooKeeper sees Curator", library(root, "org.apache.curator..", "job.zookeeper"));
        return rules;
    }

    private static ArchRule library(String root, String library, String... only) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages(root, List.of(only)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchRule sees(String root, List<String> who, List<String> whom) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages(root, who))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(root, whom));
    }

    private static DescribedPredicate<JavaClass> name(String root, List<String> names) {
        return DescribedPredicate.describe(
                "one of " + names,
                type -> names.stream().anyMatch(name -> type.getName().equals(root + name)));
    }

    private static String[] packages(String root, List<String> names) {
        return names.stream().map(name -> root + name + "..").toArray(String[]::new);
    }

    private static List<String> concat(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    @TestFactory
    List<DynamicTest> theCodeKeepsEachRule() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.windlass");
        assertThat(List.of(
                        "engine.Engine",
                        "proxy.Proxy",
                        "remote.RemoteExecutor",
                        "worker.Worker",
                        "health.HealthServer",
                        "job.Jobboard",
                        "job.zookeeper.ZookeeperJobboard",
                        "conductor.Conductor",
                        "embedded.Services"))
                .allMatch(name -> code.contain(CODE + name));
        assertThat(MEASURED).allMatch(name -> code.contain(CODE + name));
        return rules(CODE).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(code)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> eachRuleCatchesAPlantedViolation() {
        JavaClasses planted = new ClassFileImporter().importPackages("io.windlass.planted");
        return rules(PLANTED).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue().evaluate(planted).hasViolation())
                                .isTrue()))
                .toList();
    }
}
