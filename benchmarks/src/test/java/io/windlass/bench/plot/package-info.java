@NullMarked
package io.windlass.bench.plot;

import org.jspecify.annotations.NullMarked;
