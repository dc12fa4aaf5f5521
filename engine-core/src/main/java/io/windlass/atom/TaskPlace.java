package io.windlass.atom;

/** In which processes the bodies of a task can run. */
public enum TaskPlace {
    /** Wherever the executor runs tasks: the class is known here, and to workers that registered it. */
    ANYWHERE,
    /** Only in the engine's process, whatever the executor: a lambda, which nobody else has. */
    ENGINE,
    /** Only on workers: this process has no class for it. */
    WORKER
}
