/**
 * Jobs, and the port to the boards that they are posted on and claimed from. A claim on a board only permits a try: who
 * runs a flow is decided by the flow's owner in the store. Entry: Jobboard.
 */
@NullMarked
package io.windlass.job;

import org.jspecify.annotations.NullMarked;
