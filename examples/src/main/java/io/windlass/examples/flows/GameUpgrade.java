package io.windlass.examples.flows;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;

/**
 * The upgrade of a game server: stop, back up, upgrade database and application side by side, start. A flow inside a
 * flow; when a part of the upgrade fails, the server runs again as it was.
 */
final class GameUpgrade implements Example {
    /** Stops the server. */
    @TaskType("game.stop")
    static final class Stop extends Task {
        public void execute(String server) {}

        /** Starts it again, as it was. */
        public void revert(String server) {}
    }

    /** Copies the database. */
    @TaskType("game.back-up")
    static final class BackUp extends Task {
        public String execute(String server) {
            return server + "-backup";
        }

        /** Deletes the copy. */
        public void revert(String result) {}
    }

    /** Changes the database's tables. */
    @TaskType("game.upgrade-database")
    static final class UpgradeDatabase extends Task {
        public String execute(String backup, String version) {
            return "database " + version;
        }

        /** Puts the copy back. */
        public void revert(String backup) {}
    }

    /** Puts the new program in place. */
    @TaskType("game.upgrade-application")
    static final class UpgradeApplication extends Task {
        public String execute(String server, String version) {
            if (version.endsWith("-broken")) {
                throw new IllegalStateException("checksum of " + version + " is wrong");
            }
            return "application " + version;
        }

        /** Puts the old program back. */
        public void revert(String server) {}
    }

    /** Starts the server. */
    @TaskType("game.start")
    static final class Start extends Task {
        public String execute(String server, String database, String application) {
            return server + " runs with " + database + " and " + application;
        }
    }

    @Override
    public String name() {
        return "game-upgrade";
    }

    @Override
    public String summary() {
        return "stop, back up, upgrade database and application side by side, start; a failed upgrade rolls back";
    }

    @Override
    public List<Scene> scenes() {
        return List.of(
                Scene.of("The upgrade to 2.0", flow(), FlowState.SUCCESS)
                        .given(Map.of("server", "arena", "version", "2.0"))
                        .showing("status"),
                Scene.of("The upgrade to a version that is broken", flow(), FlowState.REVERTED)
                        .given(Map.of("server", "arena", "version", "2.1-broken")));
    }

    private static Flow flow() {
        return LinearFlow.named("game-upgrade")
                .add(
                        new Stop().named("stop"),
                        new BackUp().named("back-up").provides("backup"),
                        UnorderedFlow.named("upgrade")
                                .add(
                                        new UpgradeDatabase()
                                                .named("upgrade-database")
                                                .provides("database"),
                                        new UpgradeApplication()
                                                .named("upgrade-application")
                                                .provides("application")),
                        new Start().named("start").provides("status"));
    }

    @Override
    public List<Post> posts() {
        return List.of(
                new Post("host-1", "host", List.of("game.stop", "game.upgrade-application", "game.start")),
                new Post("database-1", "database", List.of("game.back-up", "game.upgrade-database")));
    }
}
