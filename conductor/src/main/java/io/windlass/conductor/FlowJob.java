package io.windlass.conductor;

import io.windlass.failure.InvalidFormatException;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.persistence.FlowRecord;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a job's details say about its flow. Details of other names are users' own.
 *
 * @param factory the name of the factory that makes the flow, when it is not stored yet; null when it is stored
 * @param args what that factory is given; empty for none
 * @param store values that the flow is given, beside those it has or in place of them; empty for none
 * @param flow the flow's id; null for the id that {@link FlowChoice#byDetails} says
 */
public record FlowJob(
        @Nullable String factory,
        Map<String, Value> args,
        Map<String, Value> store,
        @Nullable UUID flow) {
    /** The detail that names the flow's factory, a string. */
    public static final String FACTORY = "factory";

    /** The detail with the factory's arguments, an object. */
    public static final String ARGS = "args";

    /** The detail with values for the flow, an object; also a flow's metadata of this name. */
    public static final String STORE = "store";

    /** The detail with the flow's id, a string. */
    public static final String FLOW = "flow_uuid";

    public FlowJob {
        args = Map.copyOf(args);
        store = Map.copyOf(store);
    }

    /**
     * {@return a new job whose flow is made when the job is claimed, with the job's id: nothing needs to be stored before,
     * and however often the job is posted or claimed there is one flow} It is named as the factory.
     *
     * @param factory its name in the conductors' {@link io.windlass.engine.FlowFactories}
     * @param args what the factory is given, by name; written as JSON
     * @throws InvalidFormatException when an argument cannot be written
     */
    public static JobPosting posting(String factory, Map<String, ?> args) {
        JobPosting posting = JobPosting.named(factory).with(FACTORY, factory);
        return args.isEmpty() ? posting : posting.with(ARGS, args);
    }

    /**
     * {@return what the job's details say}
     *
     * @throws InvalidFormatException when one of them is not what it should be; names it
     */
    public static FlowJob of(Job job) {
        return new FlowJob(
                (@Nullable String) read(job, FACTORY, String.class), object(job, ARGS), object(job, STORE), (@Nullable
                        UUID)
                        read(job, FLOW, UUID.class));
    }

    /** {@return whether a conductor has begun the flow for a job, which is then what it is gone on with by} */
    public static boolean isBegunBy(FlowRecord flow) {
        return flow.meta().containsKey(Tries.META);
    }

    private static @Nullable Object read(Job job, String name, Class<?> type) {
        @Nullable Value detail = job.details().get(name);
        try {
            return detail == null ? null : Values.read(detail, type);
        } catch (InvalidFormatException e) {
            throw wrong(job, name, e);
        }
    }

    private static Map<String, Value> object(Job job, String name) {
        @Nullable Value detail = job.details().get(name);
        try {
            return detail == null || detail.equals(Value.NULL) ? Map.of() : ValueMaps.read(detail.json());
        } catch (InvalidFormatException e) {
            throw wrong(job, name, e);
        }
    }

    private static InvalidFormatException wrong(Job job, String name, InvalidFormatException e) {
        return new InvalidFormatException(
                job + ": its detail '" + name + "' is not what it should be: " + e.getMessage()
                        + "; post another job with a proper one",
                e);
    }
}
