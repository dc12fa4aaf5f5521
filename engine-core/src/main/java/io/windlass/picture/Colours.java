package io.windlass.picture;

import io.windlass.state.AtomState;
import org.jspecify.annotations.Nullable;

/** What colour a state has, in every kind of picture. */
final class Colours {
    private Colours() {}

    static String of(@Nullable AtomState state) {
        if (state == null) {
            return "#ffffff";
        }
        return switch (state) {
            case PENDING -> "#ffffff";
            case RUNNING -> "#9ecae9";
            case SUCCESS -> "#b5e2b5";
            case FAILURE, REVERT_FAILURE -> "#f4a6a0";
            case REVERTING, RETRYING -> "#fcd5a0";
            case REVERTED -> "#e3dccb";
            case IGNORE -> "#e0e0e0";
        };
    }
}
