@NullMarked
package io.windlass.bench.peer;

import org.jspecify.annotations.NullMarked;
