/**
 * The engine's end of remote execution: sends requests to workers, takes their replies, and answers who may start
 * what. Entry: RemoteExecutor.
 */
@NullMarked
package io.windlass.remote;

import org.jspecify.annotations.NullMarked;
