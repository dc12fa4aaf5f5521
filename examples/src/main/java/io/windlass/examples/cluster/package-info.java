/** Worker and engine processes of this machine, as children of one that starts, watches and kills them. Entry: Cluster. */
@NullMarked
package io.windlass.examples.cluster;

import org.jspecify.annotations.NullMarked;
