package io.windlass.engine;

/** Is told how far the making of an engine has come; see {@link EngineBuilder#buildListener}. Called by whoever builds. */
public interface BuildListener {
    /** What is done in turn to make an engine of a flow. */
    enum Stage {
        /** The flow becomes one graph. */
        COMPILATION,
        /** What is stored of it is read, and what it is given added. */
        PREPARATION,
        /** It is checked that each task finds its inputs. */
        VALIDATION
    }

    /** A stage begins. */
    void began(Stage stage);

    /** A stage has ended; is not called for one that fails. */
    void ended(Stage stage);

    /** Nobody listens. */
    BuildListener NONE = new BuildListener() {
        @Override
        public void began(Stage stage) {}

        @Override
        public void ended(Stage stage) {}
    };
}
