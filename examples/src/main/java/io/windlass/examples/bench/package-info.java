/** First figures: how fast flows of remote tasks are. Entry: FlowBench. */
@NullMarked
package io.windlass.examples.bench;

import org.jspecify.annotations.NullMarked;
