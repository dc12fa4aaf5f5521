package io.windlass.health;

import io.windlass.persistence.StoreState;
import io.windlass.proxy.ProxyState;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a process is. Immutable.
 *
 * @param broken why it cannot do its work any more, and must be started again; for people
 * @param unready why it cannot do its work at the moment; for people
 * @param remarks what else is worth a look, though the process is well; for people
 */
public record Health(List<String> broken, List<String> unready, List<String> remarks) {
    /** Nothing is wrong. */
    public static final Health GOOD = new Health(List.of(), List.of(), List.of());

    public Health {
        broken = List.copyOf(broken);
        unready = List.copyOf(unready);
        remarks = List.copyOf(remarks);
    }

    /** {@return whether the process can do its work, now or later} */
    public boolean isAlive() {
        return broken.isEmpty();
    }

    /** {@return whether the process can do its work now} */
    public boolean isReady() {
        return isAlive() && unready.isEmpty();
    }

    /** {@return all that is wrong, the worst first} */
    public List<String> problems() {
        return Stream.concat(broken.stream(), unready.stream()).toList();
    }

    /** {@return this, and the problem, for good, if it is there} */
    public Health brokenIf(boolean there, String problem) {
        return there ? new Health(plus(broken, problem), unready, remarks) : this;
    }

    /** {@return this, and the problem, for now, if it is there} */
    public Health unreadyIf(boolean there, String problem) {
        return there ? new Health(broken, plus(unready, problem), remarks) : this;
    }

    /** {@return this, and what is worth a look} */
    public Health remark(List<String> more) {
        return new Health(
                broken, unready, Stream.concat(remarks.stream(), more.stream()).toList());
    }

    /** {@return this, and what follows from the connection to the broker} */
    public Health with(ProxyState broker) {
        return brokenIf(broker == ProxyState.CLOSED, "the connection to the broker is closed for good")
                .unreadyIf(broker == ProxyState.DISCONNECTED, "there is no connection to the broker")
                .unreadyIf(broker == ProxyState.BLOCKED, "the broker blocks publishers");
    }

    /** {@return this, and what follows from the store} */
    public Health with(StoreState store) {
        return brokenIf(store == StoreState.FENCED, "this process lost its lease; start it again")
                .brokenIf(store == StoreState.BROKEN, "a thread of the store has died; start this process again")
                .brokenIf(store == StoreState.CLOSED, "the store is closed")
                .unreadyIf(store == StoreState.OVERDUE, "the lease was not renewed in time");
    }

    private static List<String> plus(List<String> problems, String problem) {
        return Stream.concat(problems.stream(), Stream.of(problem)).toList();
    }
}
