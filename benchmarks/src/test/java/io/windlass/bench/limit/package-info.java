@NullMarked
package io.windlass.bench.limit;

import org.jspecify.annotations.NullMarked;
