package io.windlass.proxy;

/** Whether a {@link Proxy} can work at the moment. */
public enum ProxyState {
    /** Publishing and consuming. */
    CONNECTED,
    /** A connection is lost, and being made again; publishes wait. */
    DISCONNECTED,
    /** The broker is short of memory or disk and takes no messages; publishes wait, consuming goes on. */
    BLOCKED,
    /** Closed for good. */
    CLOSED
}
