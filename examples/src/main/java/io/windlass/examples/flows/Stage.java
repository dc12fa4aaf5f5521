package io.windlass.examples.flows;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.failure.FlowFailedException;
import io.windlass.state.FlowState;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runs the scenes of an example, and tells how they go. */
public final class Stage {
    private final PrintWriter out;
    private final UnaryOperator<EngineBuilder> equipment;

    private Stage(PrintWriter out, UnaryOperator<EngineBuilder> equipment) {
        this.out = out;
        this.equipment = equipment;
    }

    /** In this process: recorded in memory, one task after the other, which is what an engine does unless it is told. */
    public static Stage local(PrintWriter out) {
        return new Stage(out, builder -> builder);
    }

    /** With what each engine is given beyond that, such as a store and an executor. */
    public static Stage with(PrintWriter out, UnaryOperator<EngineBuilder> equipment) {
        return new Stage(out, equipment);
    }

    /** Runs them; {@return whether each ended as it must} */
    public boolean play(List<Scene> scenes) {
        boolean held = true;
        for (Scene scene : scenes) {
            held &= play(scene);
        }
        return held;
    }

    private boolean play(Scene scene) {
        out.println("# " + scene.title());
        EngineBuilder builder = Engine.builder(scene.flow()).listener(new Narrator(out));
        scene.store().forEach(builder::store);
        Engine engine = equipment.apply(builder).build();
        FlowState end = run(engine);
        for (String value : scene.shown()) {
            out.println("  " + value + " = " + engine.result(value, JsonNode.class));
        }
        out.flush();
        return end == scene.end();
    }

    private static FlowState run(Engine engine) {
        try {
            return engine.run();
        } catch (FlowFailedException e) {
            return engine.state(); // the narrator has told why
        }
    }
}
