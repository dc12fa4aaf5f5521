package io.windlass.atom;

import io.windlass.value.Value;

/** Takes what a body tells while it runs. Called on the body's thread: must neither block nor throw. */
public interface BodyListener {
    /** Lets it go unheard. */
    BodyListener NONE = new BodyListener() {
        @Override
        public void progressed(Progress progress) {}

        @Override
        public void event(String type, Value details) {}
    };

    /** The body has come so far. */
    void progressed(Progress progress);

    /**
     * The body tells of something of its own.
     *
     * @param details a JSON object
     */
    void event(String type, Value details);
}
