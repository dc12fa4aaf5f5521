package io.windlass.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Atom;
import io.windlass.atom.Provides;
import io.windlass.value.Value;
import io.windlass.value.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results that lack what their atom said it would provide: a success all the same, until somebody needs it. */
final class ShortResults {
    private static final Logger LOG = LoggerFactory.getLogger(ShortResults.class);

    private ShortResults() {}

    static void warn(Atom<?> atom, Value result) {
        Provides provides = atom.results();
        if (provides.form() == Provides.Form.WHOLE) {
            return;
        }
        JsonNode tree = Values.tree(result);
        for (String symbol : provides.names()) {
            boolean there = provides.form() == Provides.Form.ITEMS
                    ? tree.has(provides.names().indexOf(symbol))
                    : tree.has(symbol);
            if (!there) {
                LOG.warn(
                        "{} succeeded without '{}', which it should provide: whatever needs that will fail",
                        atom,
                        symbol);
            }
        }
    }
}
