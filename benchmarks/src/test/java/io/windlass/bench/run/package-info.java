@NullMarked
package io.windlass.bench.run;

import org.jspecify.annotations.NullMarked;
