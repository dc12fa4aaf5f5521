/** What a run tells those who listen. Entry: FlowListener. */
@NullMarked
package io.windlass.notify;

import org.jspecify.annotations.NullMarked;
