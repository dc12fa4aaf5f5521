package io.windlass.examples.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.examples.cluster.ServedTasks;
import io.windlass.state.FlowState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each example prints, to the letter. */
class ExamplesTest {
    private static void prints(String name, String expected) {
        StringWriter text = new StringWriter();
        Example example = Examples.named(name).orElseThrow();
        boolean held = Stage.local(new PrintWriter(text)).play(example.scenes());
        assertThat(text.toString()).isEqualToNormalizingNewlines(expected);
        assertThat(held).isTrue();
    }

    @Test
    void aLineIsUndoneInReverse() {
        prints("linear", """
                # Money goes to an account that is closed
                flow transfer RUNNING
                  debit RUNNING
                  debit SUCCESS
                  credit RUNNING
                  credit FAILURE: account closed-bob takes no money
                  credit REVERTING
                  credit REVERTED
                  debit REVERTING
                  debit REVERTED
                flow transfer REVERTED
                """);
    }

    @Test
    void graphsFollowWhatIsNeeded() {
        prints("graph", """
                # A, then B, then C, though C was added first
                flow chain RUNNING
                  A RUNNING
                  A SUCCESS
                  B RUNNING
                  B SUCCESS
                  C RUNNING
                  C SUCCESS
                flow chain SUCCESS
                  c = "abc"
                # A, then B and C side by side, then D
                flow diamond RUNNING
                  A RUNNING
                  A SUCCESS
                  B RUNNING
                  C RUNNING
                  B SUCCESS
                  C SUCCESS
                  D RUNNING
                  D SUCCESS
                flow diamond SUCCESS
                  d = "ab+ac"
                """);
    }

    @Test
    void oneOfThreeFailsAndAllAreUndone() {
        prints("unordered", """
                # A trip without a hotel is no trip
                flow trip RUNNING
                  flight RUNNING
                  hotel RUNNING
                  car RUNNING
                  flight SUCCESS
                  hotel FAILURE: no hotel is left
                  car SUCCESS
                  flight REVERTING
                  hotel REVERTING
                  car REVERTING
                  flight REVERTED
                  hotel REVERTED
                  car REVERTED
                flow trip REVERTED
                """);
    }

    @Test
    void valuesGoFromTaskToTask() {
        prints("calculation", """
                # (3 + 4) × 10
                flow calculation RUNNING
                  add RUNNING
                  add SUCCESS
                  multiply RUNNING
                  multiply SUCCESS
                flow calculation SUCCESS
                  sum = 7
                  product = 70
                """);
    }

    @Test
    void volumesAreCreatedOrNot() {
        prints("create-volume", """
                # There is space
                flow create-volume RUNNING
                  record RUNNING
                  record SUCCESS
                  backend RUNNING
                  backend SUCCESS
                  status RUNNING
                  status SUCCESS
                flow create-volume SUCCESS
                  status = "vol-1 is available at lvm:vol-1"
                # There is none
                flow create-volume RUNNING
                  record RUNNING
                  record SUCCESS
                  backend RUNNING
                  backend FAILURE: no space left for 10 GiB
                  backend REVERTING
                  backend REVERTED
                  record REVERTING
                  record REVERTED
                flow create-volume REVERTED
                """);
    }

    @Test
    void anUpgradeIsDoneOrRolledBack() {
        prints("game-upgrade", """
                # The upgrade to 2.0
                flow game-upgrade RUNNING
                  stop RUNNING
                  stop SUCCESS
                  back-up RUNNING
                  back-up SUCCESS
                  upgrade-database RUNNING
                  upgrade-application RUNNING
                  upgrade-database SUCCESS
                  upgrade-application SUCCESS
                  start RUNNING
                  start SUCCESS
                flow game-upgrade SUCCESS
                  status = "arena runs with database 2.0 and application 2.0"
                # The upgrade to a version that is broken
                flow game-upgrade RUNNING
                  stop RUNNING
                  stop SUCCESS
                  back-up RUNNING
                  back-up SUCCESS
                  upgrade-database RUNNING
                  upgrade-application RUNNING
                  upgrade-database SUCCESS
                  upgrade-application FAILURE: checksum of 2.1-broken is wrong
                  upgrade-database REVERTING
                  upgrade-application REVERTING
                  upgrade-database REVERTED
                  upgrade-application REVERTED
                  back-up REVERTING
                  back-up REVERTED
                  stop REVERTING
                  stop REVERTED
                flow game-upgrade REVERTED
                """);
    }

    @Test
    void aPipelineRuns() {
        prints("pipeline", """
                # A film goes from host to host
                flow pipeline RUNNING
                  fetch RUNNING
                  fetch SUCCESS
                  transcode RUNNING
                  transcode SUCCESS
                  publish RUNNING
                  publish SUCCESS
                flow pipeline SUCCESS
                  link = "https://films.example/take-1.mp4"
                """);
    }

    @Test
    void anEndThatMustNotBeIsSeen() {
        Scene scene = Examples.named("unordered").orElseThrow().scenes().get(0);
        Scene wrong = new Scene("must succeed", scene.flow(), scene.store(), FlowState.SUCCESS, List.of());
        assertThat(Stage.local(new PrintWriter(new StringWriter())).play(List.of(wrong)))
                .isFalse();
    }

    @Test
    void namesAreUniqueAndEveryPostServesTasksThatThereAre() {
        assertThat(Examples.all().stream().map(Example::name)).doesNotHaveDuplicates();
        for (Example example : Examples.all()) {
            assertThat(example.posts()).isNotEmpty();
            for (Post post : example.posts()) {
                assertThat(ServedTasks.types(post.serves())).isEqualTo(post.serves());
            }
        }
    }
}
