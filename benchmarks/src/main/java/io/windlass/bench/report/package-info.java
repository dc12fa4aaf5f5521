/** Figures, their medians, where they are written, and what they are compared with. Entry: Report. */
@NullMarked
package io.windlass.bench.report;

import org.jspecify.annotations.NullMarked;
