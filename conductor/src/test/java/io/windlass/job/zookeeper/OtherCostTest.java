package io.windlass.job.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.job.BoardCost;
import io.windlass.job.Jobboard;
import io.windlass.job.memory.MemoryJobboard;
import io.windlass.job.memory.MemoryJobs;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures, prints and asserts nothing of time: memory and ZooKeeper. */
@Tag("chaos")
class OtherCostTest {
    private static final int JOBS = 10_000;

    private final List<Jobboard> opened = new ArrayList<>();

    private Jobboard connected(Jobboard board) {
        opened.add(board);
        board.connect();
        return board;
    }

    @Test
    void claimsASecondInZooKeeper() throws Exception {
        try (TestingServer server = new TestingServer()) {
            int claimed = BoardCost.measure(
                    "ZooKeeper",
                    JOBS,
                    () -> connected(ZookeeperJobboard.builder()
                            .servers(server.getConnectString())
                            .build()));
            assertThat(claimed).isEqualTo(JOBS);
            opened.forEach(Jobboard::close);
        }
    }

    @Test
    void claimsASecondInMemory() {
        MemoryJobs jobs = new MemoryJobs();
        assertThat(BoardCost.measure("Memory", 10 * JOBS, () -> connected(new MemoryJobboard(jobs))))
                .isEqualTo(10 * JOBS);
    }
}
