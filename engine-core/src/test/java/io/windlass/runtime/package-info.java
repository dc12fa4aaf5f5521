@NullMarked
package io.windlass.runtime;

import org.jspecify.annotations.NullMarked;
