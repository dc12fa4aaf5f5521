/** Pictures of what was measured. Entry: Plots. */
@NullMarked
package io.windlass.bench.plot;

import org.jspecify.annotations.NullMarked;
