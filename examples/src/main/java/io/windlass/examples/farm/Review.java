package io.windlass.examples.farm;

import io.windlass.conductor.FlowJob;
import io.windlass.engine.FactoryArguments;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.job.JobPosting;
import java.util.Map;

/**
 * The flow for a review. Each step goes to a machine that can do it, as each machine serves only what it can: nothing in
 * the flow says where.
 */
public final class Review {
    /** The name of the flow and of its factory. */
    public static final String NAME = "review";

    /** What {@code breaksOn} says of a change that breaks nowhere. */
    public static final String NOWHERE = "nowhere";

    private static final String CHANGE = "change";
    private static final String BREAKS_ON = "breaksOn";

    private Review() {}

    /**
     * {@return a job that has a change built and tested, named after it}
     *
     * @param breaksOn {@code linux}, {@code windows}, or {@link #NOWHERE}
     */
    public static JobPosting posting(String change, String breaksOn) {
        return JobPosting.named(change)
                .with(FlowJob.FACTORY, NAME)
                .with(FlowJob.ARGS, Map.of(CHANGE, change, BREAKS_ON, breaksOn));
    }

    /** {@return the flow, for what the posting says} */
    public static Flow flow(FactoryArguments arguments) {
        String change = arguments.get(CHANGE, String.class);
        String breaksOn = arguments.find(BREAKS_ON, String.class).orElse(NOWHERE);
        return LinearFlow.named(NAME)
                .add(
                        new Report().named("report").inject(CHANGE, change),
                        new Checkout().named("checkout").inject(CHANGE, change).provides("sources"),
                        new Compile().named("compile").inject(CHANGE, change).provides("programs"),
                        UnorderedFlow.named("tests")
                                .add(
                                        new TestOnLinux()
                                                .named("linux")
                                                .inject(CHANGE, change)
                                                .inject(BREAKS_ON, breaksOn),
                                        new TestOnWindows()
                                                .named("windows")
                                                .inject(CHANGE, change)
                                                .inject(BREAKS_ON, breaksOn)),
                        new Approve().named("approve").inject(CHANGE, change));
    }
}
