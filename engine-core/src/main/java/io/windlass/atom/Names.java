package io.windlass.atom;

import io.windlass.failure.DefinitionException;

/** What may be a name: it is stored, sent and shown. */
final class Names {
    private static final int MAX_LENGTH = 200;

    private Names() {}

    static String checked(String what, String name) {
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            throw new DefinitionException(
                    "a " + what + " must have 1 to " + MAX_LENGTH + " characters, not " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw new DefinitionException("a " + what + " must have no control characters: '" + name.strip() + "'");
            }
        }
        return name;
    }
}
