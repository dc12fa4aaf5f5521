/** The worker process: takes requests, runs tasks, replies. Entry: Worker. */
@NullMarked
package io.windlass.worker;

import org.jspecify.annotations.NullMarked;
