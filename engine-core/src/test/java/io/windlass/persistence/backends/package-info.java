@NullMarked
package io.windlass.persistence.backends;

import org.jspecify.annotations.NullMarked;
