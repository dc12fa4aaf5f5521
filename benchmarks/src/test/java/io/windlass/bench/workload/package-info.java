@NullMarked
package io.windlass.bench.workload;

import org.jspecify.annotations.NullMarked;
