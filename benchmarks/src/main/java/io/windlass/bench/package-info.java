/** What Windlass costs, beside the least that broker and database need for the same. Entry: Bench. */
@NullMarked
package io.windlass.bench;

import org.jspecify.annotations.NullMarked;
