package io.windlass.job.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.failure.NotFoundException;
import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.JobPriority;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.job.OperationsContract;
import io.windlass.job.Order;
import io.windlass.job.TrashedJob;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.memory.MemoryPersistence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ZookeeperJobboardTest extends OperationsContract {
    private static TestingServer server;

    private final String path = "/" + UUID.randomUUID() + "/jobs";
    private final MemoryPersistence store = new MemoryPersistence();
    private final CuratorFramework meddler = client();
    private final Map<Jobboard, CuratorFramework> clients = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void close() {
        clients.keySet().forEach(Jobboard::close);
        clients.values().forEach(CuratorFramework::close);
        meddler.close();
        store.close();
    }

    private static CuratorFramework client() {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(server.getConnectString())
                .sessionTimeoutMs(30_000)
                .connectionTimeoutMs(10_000)
                .retryPolicy((count, elapsed, sleeper) -> false)
                .build();
        client.start();
        return client;
    }

    @Override
    protected Jobboard open() {
        return open(path);
    }

    private Jobboard open(String folder) {
        CuratorFramework client = client();
        Jobboard board = ZookeeperJobboard.builder()
                .client(client)
                .path(folder)
                .persistence(store)
                .build();
        clients.put(board, client);
        board.connect();
        return board;
    }

    @Override
    protected LogBook book() {
        return store.saveBook(LogBook.named("book"));
    }

    /** Ends the session on the server: whoever closes another connection of the same session ends it. */
    @Override
    protected void kill(Jobboard board) {
        try {
            ZooKeeper victim = Objects.requireNonNull(clients.get(board))
                    .getZookeeperClient()
                    .getZooKeeper();
            CountDownLatch connected = new CountDownLatch(1);
            ZooKeeper twin = new ZooKeeper(
                    server.getConnectString(),
                    30_000,
                    event -> {
                        if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    },
                    victim.getSessionId(),
                    victim.getSessionPasswd());
            connected.await();
            twin.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected int many() {
        return 500;
    }

    private String text(String node) throws Exception {
        return new String(meddler.getData().forPath(node), StandardCharsets.UTF_8);
    }

    @Test
    void nodesAreAsTaskFlowHasThem() throws Exception {
        Jobboard board = open();
        Job job = board.post(JobPosting.named("a")
                .with("x", 1)
                .about(new LogBook(
                        UUID.fromString("00000000-0000-0000-0000-000000000001"),
                        "b",
                        Map.of(),
                        java.time.Instant.EPOCH,
                        null)));
        assertThat(meddler.getChildren().forPath(path)).containsExactly("job0000000000");
        assertThat(text(path + "/job0000000000"))
                .startsWith(
                        "{\"uuid\":\"" + job.id() + "\",\"name\":\"a\",\"priority\":\"NORMAL\",\"details\":{\"x\":1},")
                .contains("\"book\":{", "\"uuid\":\"00000000-0000-0000-0000-000000000001\"");
        board.claim(job, "me");
        assertThat(text(path + "/job0000000000.lock")).startsWith("{\"owner\":\"me\"");
        assertThat(meddler.checkExists().forPath(path + "/job0000000000.lock").getEphemeralOwner())
                .isNotZero();
        board.register(new JobEntity("conductor", "c", Map.of()));
        assertThat(meddler.checkExists()
                        .forPath(path.replace("/jobs", "/.entities/conductor/c"))
                        .getEphemeralOwner())
                .isNotZero();
        board.trash(job, "me");
        assertThat(meddler.getChildren().forPath(path)).isEmpty();
        assertThat(text(path.replace("/jobs", "/.trash/job0000000000")))
                .contains(job.id().toString());
    }

    @Test
    void aJobThatTaskFlowPostedAndClaimsIsKnown() throws Exception {
        Jobboard board = open();
        UUID id = UUID.randomUUID();
        String posting = "{\"uuid\": \"" + id + "\", \"name\": \"py\", \"priority\": \"HIGH\", \"details\": {}}";
        meddler.create().forPath(path + "/job0000000007", posting.getBytes(StandardCharsets.UTF_8));
        await().atMost(LONG).until(() -> board.find(id).isPresent());
        Job job = board.find(id).orElseThrow();
        assertThat(job.priority()).isEqualTo(JobPriority.HIGH);
        meddler.create().forPath(path + "/job0000000007.lock", "{\"owner\": \"py\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(board.findOwner(job)).contains("py");
        assertThat(board.claimNext("me")).isEmpty();
    }

    @Test
    void whatIsNoJobIsLeftOutAndToldOfByAFreshList() throws Exception {
        Jobboard board = open();
        meddler.create().forPath(path + "/job0000000003", "nonsense".getBytes(StandardCharsets.UTF_8));
        Job job = board.post(JobPosting.named("good"));
        assertThat(ids(board.jobs(false, false))).containsExactly(job.id());
        assertThatThrownBy(() -> board.jobs(false, true).hasNext())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("job0000000003");
        assertThat(board.claimNext("me")).contains(job);
    }

    @Test
    void aJobThatTheBoardDoesNotKnowIsNotFoundWithoutTheServer() throws Exception {
        Jobboard board = open();
        Job stranger = new Job(board, JobPosting.named("x"), 1, java.time.Instant.EPOCH);
        assertThatThrownBy(() -> board.claim(stranger, "me")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void theBoardIsThereAgainWhenItsServerIs() throws Exception {
        Jobboard board = open();
        Job before = board.post(JobPosting.named("before"));
        server.stop();
        await().atMost(LONG).until(() -> ids(board.jobs(false, false)).isEmpty());
        server.restart();
        await().atMost(LONG).until(() -> ids(board.jobs(false, false)).contains(before.id()));
        Job after = board.post(JobPosting.named("after"));
        assertThat(ids(board.jobs(true, true))).containsExactly(before.id(), after.id());
        assertThat(board.claimNext("me")).contains(before);
    }

    @Test
    void entitiesAreRegisteredAgainInTheNextSession() throws Exception {
        Jobboard board = open();
        JobEntity entity = new JobEntity("conductor", "c", Map.of("pid", "1"));
        board.register(entity);
        long session = Objects.requireNonNull(clients.get(board))
                .getZookeeperClient()
                .getZooKeeper()
                .getSessionId();
        kill(board);
        String node = path.replace("/jobs", "/.entities/conductor/c");
        await().atMost(LONG).until(() -> {
            var stat = meddler.checkExists().forPath(node);
            return stat != null && stat.getEphemeralOwner() != session;
        });
        assertThat(open().entities("conductor")).containsExactly(entity);
    }

    @Test
    void aClientOfItsOwnIsEndedWithTheBoardAndSoAreItsClaims() {
        Jobboard watcher = open();
        Jobboard board = ZookeeperJobboard.builder()
                .servers(server.getConnectString())
                .path(path)
                .build();
        board.connect();
        Job job = board.post(JobPosting.named("x"));
        board.claim(job, "me");
        awaitKnown(watcher, job);
        assertThat(watcher.stateOf(job)).isEqualTo(JobState.CLAIMED);
        board.close();
        await().atMost(LONG).until(() -> watcher.stateOf(job) == JobState.UNCLAIMED);
        board.connect();
        assertThat(board.claimNext("me again")).contains(job);
        board.close();
    }

    @Test
    void whatIsPostedAgainHasItsKeyAgain() throws Exception {
        Jobboard board = open();
        Job first = board.post(JobPosting.named("first").idempotencyKey("k"));
        board.operations().trash(first, new Order("op", "test"));
        String keys = path.replace("/jobs", "/.keys");
        for (String key : meddler.getChildren().forPath(keys)) {
            meddler.delete().forPath(keys + "/" + key);
        }
        board.operations().repost(first.id());
        assertThat(board.post(JobPosting.named("second").idempotencyKey("k"))).isEqualTo(first);
    }

    @Test
    void boardsBesideEachOtherShareTheFolderOfTheTrashButNotWhatIsInIt() throws Exception {
        Jobboard board = open();
        Jobboard beside = open(path.replace("/jobs", "/other"));
        Job first = board.post(JobPosting.named("first"));
        Job second = beside.post(JobPosting.named("second"));
        board.operations().trash(first, new Order("op", "no good"));
        // Its node has the same name.
        beside.operations().trash(second, new Order("op", "no better"));
        UUID python = UUID.randomUUID();
        meddler.create()
                .forPath(
                        path.replace("/jobs", "/.trash/job0000000009"),
                        ("{\"uuid\": \"" + python + "\", \"name\": \"py\", \"details\": {}}")
                                .getBytes(StandardCharsets.UTF_8));
        meddler.create().forPath(path.replace("/jobs", "/.trash/nonsense"), new byte[] {'x'});
        assertThat(board.operations().trashed(10).stream().map(TrashedJob::id)).containsExactly(python, first.id());
        assertThat(beside.operations().trashed(10).stream().map(TrashedJob::id)).containsExactly(python, second.id());
        assertThat(board.operations().repost(python).name()).isEqualTo("py");
        assertThat(board.claimNext("me")).map(Job::id).contains(python);
    }

    @Test
    void aServerThatIsNotThereIsAClearError() {
        Jobboard board = ZookeeperJobboard.builder()
                .servers("127.0.0.1:1")
                .connectTimeout(Duration.ofSeconds(1))
                .build();
        assertThatThrownBy(board::connect).isInstanceOf(JobException.class).hasMessageContaining("ZooKeeper");
        assertThat(board.isConnected()).isFalse();
    }

    @Test
    void aPathIsAbsoluteAndNamesAFolder() {
        for (String wrong : List.of("", "/", "jobs", "/a//b")) {
            assertThatThrownBy(() -> ZookeeperJobboard.builder().path(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ZookeeperJobboard.builder().build()).isInstanceOf(IllegalStateException.class);
    }
}
