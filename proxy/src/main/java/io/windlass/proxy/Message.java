package io.windlass.proxy;

/**
 * What travels between engines and workers. All are immutable and check themselves when made: what is missing or
 * out of range is an {@link io.windlass.failure.InvalidFormatException}.
 */
public sealed interface Message
        permits Request, Response, Event, Ask, Grant, Advert, Heartbeat, Beacon, Query, Moved, Kept, Cancel {}
