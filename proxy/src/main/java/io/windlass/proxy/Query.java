package io.windlass.proxy;

/** An engine asks all workers for an {@link Advert} and a {@link Heartbeat}; sent to one worker, it is a ping. */
public record Query() implements Message {}
