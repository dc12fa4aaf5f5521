package io.windlass.remote;

import io.windlass.proxy.RequestQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is next. Of each queue only as many requests are out, with the broker or a worker, as keep its workers busy; the
 * others wait here, where one of higher priority still comes first, and runs take turns, however much one of them has
 * to do. Used by one thread.
 */
final class Lanes {
    /** Out at least, so that slots do not wait for the way to the broker and back. */
    static final int SPARE = 32;

    /** And so much of what the workers do in that time, as far as is seen. */
    private static final Duration AHEAD = Duration.ofMillis(250);

    /** So many requests of a type a run may have here at least, what is out included. */
    static final int ROOM = 1_000;

    private final LiveView view;
    private final Sender sender;
    private final Map<RequestQueue, Lane> lanes = new HashMap<>();
    private volatile int mostOfARun = ROOM;

    /** Sends a request whose turn it is, or finds another place for one whose queue has lost its workers. */
    interface Sender {
        void send(RemoteSession session, InFlight entry, RequestQueue queue, boolean reissued);

        void placeAnew(RemoteSession session, InFlight entry, boolean reissued);
    }

    Lanes(LiveView view, Sender sender) {
        this.view = view;
        this.sender = sender;
    }

    private record Waiting(InFlight entry, boolean reissued) {}

    /** What waits for one queue, by priority and then by run, and what is out. */
    static final class Lane {
        private final RequestQueue queue;
        private final TreeMap<Integer, Map<RemoteSession, Deque<Waiting>>> levels =
                new TreeMap<>(Comparator.reverseOrder());
        /** How many are out. */
        private int out;

        private long answered;
        private int window;
        /** How many have ended since this was last looked at, and how many more are out for that. */
        private int ended;

        private int quick;

        Lane(RequestQueue queue) {
            this.queue = queue;
        }

        void add(RemoteSession session, Waiting one) {
            levels.computeIfAbsent(one.entry().request().task().priority(), priority -> new LinkedHashMap<>())
                    .computeIfAbsent(session, run -> new ArrayDeque<>())
                    .add(one);
        }

        /** Takes the next, after which the others of its run come after those of other runs. */
        Map.@Nullable Entry<RemoteSession, Waiting> poll() {
            Map.Entry<Integer, Map<RemoteSession, Deque<Waiting>>> level = levels.firstEntry();
            if (level == null) {
                return null;
            }
            Iterator<Map.Entry<RemoteSession, Deque<Waiting>>> runs =
                    level.getValue().entrySet().iterator();
            Map.Entry<RemoteSession, Deque<Waiting>> run = runs.next();
            RemoteSession session = run.getKey();
            Deque<Waiting> rest = run.getValue();
            runs.remove();
            Waiting one = rest.remove();
            if (!rest.isEmpty()) {
                level.getValue().put(session, rest);
            } else if (level.getValue().isEmpty()) {
                levels.remove(level.getKey());
            }
            return Map.entry(session, one);
        }

        void forget(RemoteSession session) {
            levels.values().forEach(runs -> runs.remove(session));
            levels.values().removeIf(Map::isEmpty);
        }

        int waiting() {
            return levels.values().stream()
                    .flatMap(runs -> runs.values().stream())
                    .mapToInt(Deque::size)
                    .sum();
        }

        boolean isIdle() {
            return levels.isEmpty() && out == 0;
        }

        boolean hasRoom() {
            return out < window;
        }

        void goesOut(InFlight entry) {
            entry.outIn(this, answered + out);
            out++;
        }
    }

    /** {@return how it stands with each queue for which there is anything to do} */
    List<QueueLoad> loads() {
        return lanes.values().stream()
                .map(lane -> new QueueLoad(lane.queue, lane.waiting(), lane.out, lane.window))
                .toList();
    }

    /** Sends a request to a queue that is served, now or when it is its turn. */
    void add(RequestQueue queue, RemoteSession session, InFlight entry, boolean reissued) {
        ended(entry);
        entry.awaitTurn();
        Lane lane = lanes.computeIfAbsent(queue, key -> {
            Lane made = new Lane(key);
            made.window = window(made);
            return made;
        });
        if (lane.levels.isEmpty() && lane.hasRoom()) {
            send(lane, session, entry, reissued);
        } else {
            lane.add(session, new Waiting(entry, reissued));
            pump(lane);
        }
    }

    private void send(Lane lane, RemoteSession session, InFlight entry, boolean reissued) {
        if (isReady(session, entry)) {
            lane.goesOut(entry);
            entry.sentTo(lane.queue);
            sender.send(session, entry, lane.queue, reissued);
        }
    }

    private int window(Lane lane) {
        int slots = view.slots(lane.queue);
        return slots == 0 ? 0 : 2 * slots + SPARE + lane.quick;
    }

    /** {@return how many requests of a task type may be out together, of the type with most: pools have a queue each} */
    private int widest() {
        return lanes.values().stream()
                .collect(Collectors.groupingBy(
                        lane -> lane.queue.taskType() + " " + lane.queue.line(),
                        Collectors.summingInt(lane -> lane.window)))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    /** {@return how many requests of a type a run may have here: enough that no window lacks any; by any thread} */
    int mostOfARun() {
        return mostOfARun;
    }

    /** To be called regularly: where requests end quickly, more of them are out. */
    void tick(Duration sinceLast) {
        for (Lane lane : lanes.values()) {
            lane.quick = (int) (lane.ended * AHEAD.toNanos() / Math.max(1, sinceLast.toNanos()));
            lane.ended = 0;
        }
        workersChanged();
    }

    private void pump(Lane lane) {
        while (lane.hasRoom()) {
            Map.Entry<RemoteSession, Waiting> next = lane.poll();
            if (next == null) {
                return;
            }
            send(lane, next.getKey(), next.getValue().entry(), next.getValue().reissued());
        }
    }

    /** It may have its outcome meanwhile, or a worker may have asked for a copy of it. */
    private static boolean isReady(RemoteSession session, InFlight entry) {
        return entry.place() == InFlight.Place.READY
                && session.find(entry.request().name()) == entry;
    }

    /** A worker has answered a request. */
    void answered(InFlight entry) {
        Lane lane = laneOf(entry);
        if (lane != null) {
            lane.answered++;
        }
    }

    /** {@return whether so many were answered that were sent after it that it cannot be in its queue any more} */
    boolean isOvertaken(InFlight entry) {
        Lane lane = entry.lane();
        return lane != null && lane.answered - entry.turn() > 2L * Math.max(lane.window, SPARE);
    }

    private @Nullable Lane laneOf(InFlight entry) {
        RequestQueue queue = entry.queue();
        return queue == null ? null : lanes.get(queue);
    }

    /** A request is not out any more. */
    void ended(InFlight entry) {
        Lane lane = entry.lane();
        if (lane != null) {
            entry.back();
            lane.out--;
            lane.ended++;
            // Not for each: what goes together costs less.
            if (lane.out <= lane.window - lane.window / 4) {
                pump(lane);
            }
        }
    }

    /** Lets go of all that a run has to do. */
    void closed(RemoteSession session) {
        lanes.values().forEach(lane -> lane.forget(session));
        session.open().values().forEach(this::ended);
    }

    /** Other workers are there than before: some queues may have more out, and some are served no more. */
    void workersChanged() {
        lanes.values().removeIf(Lane::isIdle);
        lanes.values().forEach(lane -> lane.window = window(lane));
        mostOfARun = Math.max(ROOM, 2 * widest());
        List<Map.Entry<RemoteSession, Waiting>> homeless = new ArrayList<>();
        for (Lane lane : List.copyOf(lanes.values())) {
            if (lane.window == 0) {
                for (var next = lane.poll(); next != null; next = lane.poll()) {
                    homeless.add(next);
                }
            } else {
                pump(lane);
            }
        }
        for (Map.Entry<RemoteSession, Waiting> next : homeless) {
            if (isReady(next.getKey(), next.getValue().entry())) {
                sender.placeAnew(
                        next.getKey(), next.getValue().entry(), next.getValue().reissued());
            }
        }
    }
}
