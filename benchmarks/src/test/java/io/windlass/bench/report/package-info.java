@NullMarked
package io.windlass.bench.report;

import org.jspecify.annotations.NullMarked;
