package io.windlass.storage;

import io.windlass.atom.Atom;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results that lack what their atom said it would provide: a success all the same, until somebody needs it. */
final class ShortResults {
    private static final Logger LOG = LoggerFactory.getLogger(ShortResults.class);

    private ShortResults() {}

    /** Warns where the parts of a result are fewer than the names that its atom provides. */
    static void warn(Atom<?> atom, Set<String> parts) {
        List<String> names = atom.results().names();
        if (parts.size() == names.size()) {
            return;
        }
        for (String symbol : names) {
            if (!parts.contains(symbol)) {
                LOG.warn(
                        "{} succeeded without '{}', which it should provide: whatever needs that will fail",
                        atom,
                        symbol);
            }
        }
    }
}
