/** The port to the store: what is recorded of a flow, who owns it, and how ownership changes hands. Entry: Persistence. */
@NullMarked
package io.windlass.persistence;

import org.jspecify.annotations.NullMarked;
