/** Tests of this package. */
@NullMarked
package io.windlass.job.zookeeper;

import org.jspecify.annotations.NullMarked;
