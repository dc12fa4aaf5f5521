package io.windlass.examples.taskflow;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.flow.GraphFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A build with a target: the target runs, and what it needs, which follows from names. */
final class BuildSystem {
    private static final List<String> SOURCES = List.of("first.c", "second.cpp", "main.cpp");

    static final class Compile extends Task {
        public String execute(String source) {
            String object = source.substring(0, source.lastIndexOf('.')) + ".o";
            System.out.println("Compiling " + source + " into " + object);
            return object;
        }
    }

    private BuildSystem() {}

    private static Task buildDocs() {
        List<Input.Typed<String>> sources = inputs("-source");
        return Tasks.of("build-docs", sources, given -> {
            sources.forEach(source -> System.out.println("Building docs for " + given.get(source)));
            return "docs";
        });
    }

    private static Task link() {
        List<Input.Typed<String>> needed = new ArrayList<>(inputs("-object"));
        needed.addAll(Input.all(String.class, "docs"));
        return Tasks.of("link", needed, given -> {
            String files = needed.stream().map(given::get).collect(Collectors.joining(", "));
            System.out.println("Linking executable build/executable from files " + files);
            return "build/executable";
        });
    }

    private static List<Input.Typed<String>> inputs(String suffix) {
        return Input.all(
                String.class, SOURCES.stream().map(source -> source + suffix).toArray(String[]::new));
    }

    private static void build(boolean executableOnly) {
        GraphFlow flow = GraphFlow.named("build-flow");
        for (String source : SOURCES) {
            flow.add(new Compile()
                    .named("compile-" + source)
                    .rebind("source", source + "-source")
                    .provides(source + "-object"));
        }
        Task link = link().provides("executable");
        flow.add(buildDocs().provides("docs"), link);
        if (executableOnly) {
            flow.target(link);
        }
        EngineBuilder builder = Engine.builder(flow);
        SOURCES.forEach(source -> builder.store(source + "-source", source));
        builder.build().run();
    }

    public static void main(String... arguments) {
        Headline.print("Running all tasks:");
        build(false);
        Headline.print("Building executable, no docs:"); // had the executable no need of them
        build(true);
    }
}
