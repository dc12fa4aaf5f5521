/** How sides are started, warmed up and run in turns. Entry: Stage and Rounds. */
@NullMarked
package io.windlass.bench.run;

import org.jspecify.annotations.NullMarked;
