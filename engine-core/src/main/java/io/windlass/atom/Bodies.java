package io.windlass.atom;

import org.jspecify.annotations.Nullable;

/** Bodies of tasks written as lambdas, by the number of their inputs; see {@link Tasks}. */
public final class Bodies {
    private Bodies() {}

    /** The work of a task with one input. */
    @FunctionalInterface
    public interface One<A, R> {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        R apply(A a) throws Exception;
    }

    /** The work of a task with two inputs. */
    @FunctionalInterface
    public interface Two<A, B, R> {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        R apply(A a, B b) throws Exception;
    }

    /** The work of a task with three inputs. */
    @FunctionalInterface
    public interface Three<A, B, C, R> {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        R apply(A a, B b, C c) throws Exception;
    }

    /** The work of a task with four inputs. */
    @FunctionalInterface
    public interface Four<A, B, C, D, R> {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        R apply(A a, B b, C c, D d) throws Exception;
    }

    /** The work of a task with five inputs. */
    @FunctionalInterface
    public interface Five<A, B, C, D, E, R> {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        R apply(A a, B b, C c, D d, E e) throws Exception;
    }

    /** The work of a task with six inputs. */
    @FunctionalInterface
    public interface Six<A, B, C, D, E, F, R> {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        R apply(A a, B b, C c, D d, E e, F f) throws Exception;
    }

    /** The work of a task with any number of inputs. */
    @FunctionalInterface
    public interface Any<R> {
        /**
         * Does the work.
         *
         * @throws Exception to fail the task
         */
        @Nullable
        R apply(Inputs given) throws Exception;
    }

    /**
     * The undoing of a task.
     *
     * @param <T> what its execute returned
     */
    @FunctionalInterface
    public interface Revert<T> {
        /**
         * Undoes the work, or what was done of it.
         *
         * @param given the inputs of execute, looked up anew
         * @throws Exception when it cannot be undone
         */
        void apply(Outcome<T> outcome, FlowFailures failures, Inputs given) throws Exception;
    }
}
