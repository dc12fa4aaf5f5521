package io.windlass.remote;

import io.windlass.proxy.RequestQueue;

/**
 * What an engine has to do with a queue that is served.
 *
 * @param queue the queue
 * @param waiting how many requests wait here for their turn
 * @param out how many are with the broker or a worker
 * @param window how many may be
 */
record QueueLoad(RequestQueue queue, int waiting, int out, int window) {}
