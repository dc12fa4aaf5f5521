package io.windlass.bench.peer;

import java.io.IOException;
import java.util.List;

/** A program that runs loads on another product, in the way of {@link io.windlass.bench.child.Serving}. */
interface Program {
    /**
     * {@return the version of the product}
     *
     * @throws PeerMissingException when the product, or what it needs, is not there
     */
    String version() throws PeerMissingException, IOException;

    /**
     * {@return the command line}
     *
     * @param variant of what the product offers
     */
    List<String> command(String variant) throws IOException;
}
