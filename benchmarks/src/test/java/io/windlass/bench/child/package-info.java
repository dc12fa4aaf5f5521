@NullMarked
package io.windlass.bench.child;

import org.jspecify.annotations.NullMarked;
