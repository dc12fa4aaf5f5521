package io.windlass.examples.taskflow;

import static io.windlass.atom.Input.in;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.atom.Input;
import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parts are built and put together in the order that follows from what each needs; a wrong car is thrown away. */
final class BuildACar {
    private static final Input.Typed<Map<String, String>> SPEC = in("spec", new TypeReference<>() {});
    private static final Input.Typed<String> FRAME = in("frame", String.class);
    private static final Input.Typed<String> ENGINE = in("engine", String.class);
    private static final Input.Typed<String> DOORS = in("doors", String.class);
    private static final Input.Typed<String> WHEELS = in("wheels", String.class);
    private static final Input.Typed<Boolean> ENGINE_INSTALLED = in("engineInstalled", Boolean.class);
    private static final Input.Typed<Boolean> DOORS_INSTALLED = in("doorsInstalled", Boolean.class);
    private static final Input.Typed<Boolean> WINDOWS_INSTALLED = in("windowsInstalled", Boolean.class);
    private static final Input.Typed<Boolean> WHEELS_INSTALLED = in("wheelsInstalled", Boolean.class);

    private static final List<Input.Typed<String>> PARTS = List.of(FRAME, ENGINE, DOORS, WHEELS);
    private static final List<Input.Typed<Boolean>> INSTALLED =
            List.of(ENGINE_INSTALLED, DOORS_INSTALLED, WINDOWS_INSTALLED, WHEELS_INSTALLED);

    private static final class Watch implements FlowListener {
        @Override
        public void flowChanged(FlowChanged change) {
            System.out.println("Flow => " + change.to());
        }

        @Override
        public void atomChanged(AtomChanged change) {
            System.out.println("Task " + change.atom() + " => " + change.to());
        }
    }

    private BuildACar() {}

    private static Task startup() {
        return Tasks.of("startup", () -> true)
                .revertedBy((outcome, failures, given) -> Headline.print("Throwing away pieces of car!"))
                .provides("ran");
    }

    private static Flow installParts() {
        return GraphFlow.named("install-parts")
                .add(
                        Tasks.of("build-frame", () -> "steel").provides("frame"),
                        Tasks.of("build-engine", () -> "honda").provides("engine"),
                        Tasks.of("build-doors", () -> "2").provides("doors"),
                        Tasks.of("build-wheels", () -> "4").provides("wheels"),
                        Tasks.of("install-engine", FRAME, ENGINE, (frame, engine) -> true)
                                .provides("engineInstalled"),
                        Tasks.of("install-doors", FRAME, WINDOWS_INSTALLED, DOORS, (frame, windows, doors) -> true)
                                .provides("doorsInstalled"),
                        Tasks.of("install-windows", FRAME, DOORS, (frame, doors) -> true)
                                .provides("windowsInstalled"),
                        Tasks.of(
                                        "install-wheels",
                                        FRAME,
                                        ENGINE,
                                        ENGINE_INSTALLED,
                                        WHEELS,
                                        (frame, engine, installed, wheels) -> true)
                                .provides("wheelsInstalled"));
    }

    private static Task verify() {
        List<Input> needed = new ArrayList<>(PARTS);
        needed.addAll(INSTALLED);
        needed.add(SPEC);
        return Tasks.of("verify", needed, BuildACar::isAsOrdered);
    }

    private static boolean isAsOrdered(Inputs car) {
        Map<String, String> spec = car.get(SPEC);
        boolean parts = PARTS.stream().allMatch(part -> car.get(part).equals(spec.get(part.name())));
        if (!parts || !INSTALLED.stream().allMatch(car::get)) {
            throw new IllegalStateException("Car doesn't match spec!");
        }
        return true;
    }

    private static void build(Map<String, String> spec) {
        Flow flow = LinearFlow.named("make-auto").add(startup(), installParts(), verify());
        Engine.builder(flow).store("spec", spec).listener(new Watch()).build().run();
    }

    public static void main(String... arguments) {
        Map<String, String> spec =
                new HashMap<>(Map.of("frame", "steel", "engine", "honda", "doors", "2", "wheels", "4"));
        Headline.print("Building a car");
        build(spec);

        spec.put("doors", "5");
        Headline.print("Building a wrong car that doesn't match specification");
        try {
            build(spec);
        } catch (FlowFailedException e) {
            Headline.print("Flow failed: " + e.failures().get(0).message());
        }
    }
}
