/** All stores by their URLs. Entry: Backends. */
@NullMarked
package io.windlass.persistence.backends;

import org.jspecify.annotations.NullMarked;
