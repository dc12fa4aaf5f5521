package io.windlass.notify;

import com.fasterxml.jackson.core.type.TypeReference;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Is told of each change of state, after it is durable, and of what tasks tell while they run. Called in order, one
 * notification at a time for each run, never on the engine's own threads: a listener that blocks delays its own run
 * alone. What it throws is logged and changes nothing. One that is registered with several engines is called by
 * several threads.
 */
public interface FlowListener {
    /** What a listener is told. */
    sealed interface Notification {
        /** {@return the flow's id} */
        UUID flow();

        /** {@return the name of the atom that it is about, or of the flow} */
        String subject();

        /** Calls the listener's method for this kind of notification. */
        void tell(FlowListener listener);
    }

    /** A change of the flow. */
    record FlowChanged(UUID flow, String name, FlowState from, FlowState to) implements Notification {
        @Override
        public String subject() {
            return name;
        }

        @Override
        public void tell(FlowListener listener) {
            listener.flowChanged(this);
        }
    }

    /**
     * A change of an atom.
     *
     * @param kind whether the atom is a task or a retry
     * @param round in which this happens, from 1; a new one begins with RUNNING
     * @param result what came of it, when this change is to SUCCESS or REVERTED, JSON null for nothing; else null
     * @param failure why execute or revert failed, when this change is to FAILURE or REVERT_FAILURE; else null
     * @param worker who ran it; null when it ran in the engine's process or has not run
     */
    record AtomChanged(
            UUID flow,
            String atom,
            AtomKind kind,
            AtomState from,
            AtomState to,
            int round,
            @Nullable Value result,
            @Nullable Failure failure,
            @Nullable String worker)
            implements Notification {
        @Override
        public String subject() {
            return atom;
        }

        @Override
        public void tell(FlowListener listener) {
            listener.atomChanged(this);
        }

        /**
         * Reads the result.
         *
         * @return null when it is null, or this change has none
         * @throws InvalidFormatException when it does not fit the type
         */
        public <T> @Nullable T result(Class<T> type) {
            return result == null ? null : type.cast(Values.read(result, type));
        }

        /** Reads a result of a generic type, as {@link #result(Class)} does. */
        @SuppressWarnings("unchecked") // Jackson read it as exactly this type
        public <T> @Nullable T result(TypeReference<T> type) {
            return result == null ? null : (T) Values.read(result, type.getType());
        }
    }

    /**
     * How far an execute or revert of a task has come: what its body tells, some of which may be left out; and what
     * follows from a change of state, 0 after RUNNING, REVERTING, PENDING and IGNORE, 1 after SUCCESS and REVERTED.
     *
     * @param fraction from 0 to 1
     * @param details what the body says of it, a JSON object; null when it says nothing
     */
    record Progressed(
            UUID flow,
            String atom,
            double fraction,
            @Nullable Value details) implements Notification {
        @Override
        public String subject() {
            return atom;
        }

        @Override
        public void tell(FlowListener listener) {
            listener.progressed(this);
        }
    }

    /**
     * Something that a task tells of while it runs. Not stored; some of them may be lost.
     *
     * @param type in the task's own words
     * @param details more about it, a JSON object
     */
    record TaskEvent(UUID flow, String atom, String type, Value details) implements Notification {
        @Override
        public String subject() {
            return atom;
        }

        @Override
        public void tell(FlowListener listener) {
            listener.taskEvent(this);
        }

        /**
         * Reads the details, for instance as a {@code Map}.
         *
         * @throws InvalidFormatException when they do not fit the type
         */
        public <T> T details(Class<T> type) {
            Object read = Values.read(details, type);
            if (read == null) {
                throw new InvalidFormatException("the details of event '" + type + "' of '" + atom + "' are null");
            }
            return type.cast(read);
        }
    }

    /** The flow changed. */
    default void flowChanged(FlowChanged change) {}

    /** An atom changed. */
    default void atomChanged(AtomChanged change) {}

    /** A body has come further, or a change of state says how far a task is. */
    default void progressed(Progressed progress) {}

    /** A task tells of something, between its RUNNING or REVERTING and what follows. */
    default void taskEvent(TaskEvent event) {}

    /** A registration of this listener was closed; it may still be in the midst of a last call. */
    default void deregistered() {}
}
