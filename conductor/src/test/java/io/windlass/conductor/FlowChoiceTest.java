package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Input;
import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.LogBook;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which flow a job is about, and what it is given. */
@Timeout(120)
class FlowChoiceTest {
    private final MemoryProcesses here = new MemoryProcesses();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final LogBook book = here.poster.saveBook(LogBook.named("book"));

    FlowChoiceTest() {
        here.factories.register(
                "say",
                args -> LinearFlow.named("say")
                        .add(Tasks.of(
                                "say",
                                Input.in("what", String.class),
                                what -> said.add(args.get("who", String.class) + ": " + what))));
        here.start();
    }

    @AfterEach
    void close() {
        here.close();
    }

    private UUID record(LogBook of, Map<String, ?> meta) {
        var engine = here.factories
                .engine("say", Map.of("who", "flow"))
                .persistence(here.poster)
                .book(of.id());
        meta.forEach(engine::meta);
        return engine.record();
    }

    private FlowState stateOf(UUID flow) {
        return here.poster.loadRecord(flow).map(FlowRecord::state).orElseThrow();
    }

    private static JobPosting saying(String what) {
        return JobPosting.named("job").with(FlowJob.STORE, Map.of("what", what));
    }

    private void assertTrashed(JobPosting posting, String why) {
        Job job = here.post(posting);
        assertThat(here.awaitEvent(job, Kind.JOB_TRASHED).reason()).contains(why);
        assertThat(here.trashed()).containsExactly(job.id());
        assertThat(said).isEmpty();
    }

    @Test
    void theOnlyFlowOfTheBookIsMeant() throws Exception {
        UUID flow = record(book, Map.of());
        assertThat(stateOf(flow)).isEqualTo(FlowState.PENDING);
        Processes.awaitDone(here.post(saying("hello").about(book)));
        assertThat(said).containsExactly("flow: hello");
        assertThat(stateOf(flow)).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void ofSeveralFlowsTheJobSaysWhich() throws Exception {
        UUID other = record(book, Map.of());
        UUID flow = record(book, Map.of());
        Processes.awaitDone(here.post(saying("hello").about(book).with(FlowJob.FLOW, flow)));
        assertThat(stateOf(flow)).isEqualTo(FlowState.SUCCESS);
        assertThat(stateOf(other)).isEqualTo(FlowState.PENDING);
    }

    @Test
    void ofSeveralFlowsOneMustBeNamed() {
        record(book, Map.of());
        record(book, Map.of());
        assertTrashed(saying("hello").about(book), "has 2 flows");
    }

    @Test
    void aBookWithoutFlowsIsAnError() {
        assertTrashed(saying("hello").about(book), "has no flow");
    }

    @Test
    void aFlowOfAnotherBookIsNotFound() {
        UUID flow = record(here.poster.saveBook(LogBook.named("other")), Map.of());
        assertTrashed(saying("hello").about(book).with(FlowJob.FLOW, flow), "has no flow " + flow);
    }

    @Test
    void aBookThatIsNotStoredIsNotFound() {
        assertTrashed(saying("hello").about(LogBook.named("nowhere")), "is not in this conductor's store");
    }

    @Test
    void aJobWithoutBookAndFactoryIsAnError() {
        assertTrashed(saying("hello"), "names neither a log book nor");
    }

    @Test
    void aFactoryThatIsNotThereIsAnError() {
        assertTrashed(FlowJob.posting("unknown", Map.of()), "there is no flow factory 'unknown'");
    }

    @Test
    void detailsThatAreNotWhatTheyShouldBeAreAnError() {
        assertTrashed(saying("hello").with(FlowJob.FACTORY, "say").with(FlowJob.ARGS, "none"), "its detail 'args'");
    }

    @Test
    void theFlowIsGivenWhatItsMetadataSayOverlaidByTheJob() throws Exception {
        record(book, Map.of(FlowJob.STORE, Map.of("what", "of the flow")));
        Processes.awaitDone(here.post(JobPosting.named("job").about(book)));
        LogBook second = here.poster.saveBook(LogBook.named("second"));
        record(second, Map.of(FlowJob.STORE, Map.of("what", "of the flow")));
        Processes.awaitDone(here.post(saying("of the job").about(second)));
        assertThat(said).containsExactly("flow: of the flow", "flow: of the job");
    }

    @Test
    void aJobOfAFactoryHasAFlowOfItsOwnHoweverOftenItIsPosted() throws Exception {
        JobPosting posting = saying("hello")
                .with(FlowJob.FACTORY, "say")
                .with(FlowJob.ARGS, Map.of("who", "job"))
                .about(book);
        Processes.awaitDone(here.post(posting));
        Job again = here.post(posting);
        Processes.awaitDone(again);
        assertThat(said).containsExactly("job: hello");
        assertThat(here.poster.flowsOf(book.id())).extracting(FlowRecord::id).containsExactly(posting.id());
    }

    @Test
    void twoJobsThatNameOneFlowRunItOnce() throws Exception {
        JobPosting posting = saying("hello")
                .with(FlowJob.FACTORY, "say")
                .with(FlowJob.ARGS, Map.of("who", "job"))
                .with(FlowJob.FLOW, UUID.randomUUID());
        Job first = here.post(posting);
        Job second = here.post(posting.withId(UUID.randomUUID()));
        Processes.awaitDone(first);
        Processes.awaitDone(second);
        assertThat(said).containsExactly("job: hello");
    }

    @Test
    void anotherRuleMaySayWhichFlowIsMeant() throws Exception {
        UUID second = UUID.randomUUID();
        try (MemoryProcesses there = new MemoryProcesses()) {
            there.factories.register("say", args -> LinearFlow.named("say"));
            there.start(settings -> settings.choice((job, store) -> second));
            UUID flow = there.factories
                    .engine("say", Map.of())
                    .id(second)
                    .persistence(there.poster)
                    .record();
            Processes.awaitDone(there.post(JobPosting.named("by rule")));
            assertThat(there.poster.loadRecord(flow).map(FlowRecord::state)).contains(FlowState.SUCCESS);
        }
    }
}
