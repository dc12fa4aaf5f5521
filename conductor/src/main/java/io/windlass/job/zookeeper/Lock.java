package io.windlass.job.zookeeper;

import io.windlass.failure.InvalidFormatException;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * A claim, as its node has it.
 *
 * @param owner who claims
 * @param claim made anew with each claim; null where TaskFlow claimed
 * @param stat of the node, which goes with the claimer's session
 */
record Lock(String owner, @Nullable String claim, Stat stat) {
    static byte[] write(String who, UUID claim) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("owner", Values.write(who));
        fields.put("claim", Values.write(claim.toString()));
        return JobNode.bytes(ValueMaps.write(fields));
    }

    static Lock read(byte[] data, Stat stat) {
        try {
            Map<String, Value> fields = ValueMaps.read(JobNode.string(data));
            return new Lock(JobNode.required(fields, "owner"), JobNode.text(fields, "claim"), stat);
        } catch (InvalidFormatException e) {
            return new Lock("unknown", null, stat);
        }
    }
}
