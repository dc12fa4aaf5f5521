package io.windlass.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.job.memory.MemoryJobboard;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostingTest {
    @Test
    void namesAndKeysHaveLimits() {
        for (String wrong : List.of("", "  ", "x".repeat(256), "a\0b", "a\ud800")) {
            assertThatThrownBy(() -> JobPosting.named(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> JobPosting.named("a").idempotencyKey(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new BookReference(UUID.randomUUID(), wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(JobPosting.named("x".repeat(255)).name()).hasSize(255);
    }

    @Test
    void detailsHaveLimits() {
        JobPosting posting = JobPosting.named("a");
        assertThatThrownBy(() -> posting.with("x", "é".repeat(JobPosting.MAX_DETAILS / 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("262144");
        int room = JobPosting.MAX_DETAILS - "{'x':''}".length();
        assertThat(posting.with("x", "y".repeat(room)).details()).hasSize(1);
        assertThatThrownBy(() -> posting.with("x", "\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> posting.with("x", Double.NaN)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> new JobPosting(
                        posting.id(), "a", JobPriority.LOW, null, Map.of("x", new Value("{")), null, null, null))
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void detailsDoNotChangeAfterwards() {
        Map<String, Value> details = new HashMap<>(Map.of("x", new Value("1")));
        JobPosting posting = new JobPosting(UUID.randomUUID(), "a", JobPriority.LOW, null, details, null, null, null);
        details.clear();
        assertThat(posting.details()).containsEntry("x", new Value("1"));
        assertThat(posting.toString())
                .doesNotContain("x=")
                .contains(posting.id().toString());
    }

    @Test
    void timesAreInOrderAndInReach() {
        JobPosting posting = JobPosting.named("a").notBefore(Instant.parse("2030-01-01T00:00:00.123456789Z"));
        assertThat(posting.notBefore()).isEqualTo("2030-01-01T00:00:00.123456Z");
        assertThatThrownBy(() -> posting.deadline(Instant.parse("2029-12-31T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadline");
        assertThatThrownBy(() -> posting.deadline(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> posting.notBefore(Instant.MIN)).isInstanceOf(IllegalArgumentException.class);
        Instant due = Instant.parse("2030-01-02T00:00:00Z");
        Job job = new Job(new MemoryJobboard(), posting.deadline(due), 1, Instant.EPOCH);
        assertThat(job.isOverdue(due)).isFalse();
        assertThat(job.isOverdue(due.plusNanos(1))).isTrue();
    }

    @Test
    void prioritiesAreReadInAnyCase() {
        assertThat(JobPriority.of("very_high")).isEqualTo(JobPriority.VERY_HIGH);
        assertThat(JobPriority.of(" Low ")).isEqualTo(JobPriority.LOW);
        assertThatThrownBy(() -> JobPriority.of("urgent"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VERY_LOW");
    }

    @Test
    void valuesAreReorderedByPriorityAndElseStay() {
        assertThat(JobPriority.reorder(List.of(
                        Map.entry(JobPriority.LOW, 1),
                        Map.entry(JobPriority.HIGH, 2),
                        Map.entry(JobPriority.LOW, 3),
                        Map.entry(JobPriority.VERY_HIGH, 4))))
                .containsExactly(4, 2, 1, 3);
        assertThat(JobPriority.reorder(List.of(Map.entry(JobPriority.LOW, "only"))))
                .containsExactly("only");
        assertThatThrownBy(() -> JobPriority.reorder(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UNCLAIMED | CLAIMED
            CLAIMED   | UNCLAIMED COMPLETE
            COMPLETE  | ''
            """)
    void statesChangeAsTheTableSays(JobState from, String next) {
        Set<JobState> allowed =
                Arrays.stream(JobState.values()).filter(from::mayBecome).collect(Collectors.toSet());
        assertThat(allowed.stream().map(Enum::name).sorted().collect(Collectors.joining(" ")))
                .isEqualTo(Arrays.stream(next.split(" ", -1)).sorted().collect(Collectors.joining(" ")));
    }

    @Test
    void entitiesAreChecked() {
        assertThatThrownBy(() -> new JobEntity("a/b", "x", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JobEntity("", "x", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JobEntity("a", "x/y", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(new JobEntity("conductor", "x@host:1", Map.of("pid", "1")).metadata())
                .containsEntry("pid", "1");
    }

    @Test
    void anOrderHasANameAndAReasonThatCanBeKept() {
        assertThat(new Order("olga", "a\u0000b\uD800c😀").why()).isEqualTo("a?b?c😀");
        assertThat(new Order("olga", "😀".repeat(Order.MAX_WHY)).why()).isEqualTo("😀".repeat(Order.MAX_WHY / 2));
        assertThat(Order.reason("x".repeat(Order.MAX_WHY + 1))).hasSize(Order.MAX_WHY);
        for (String none : List.of("", " \n")) {
            assertThatThrownBy(() -> new Order("olga", none)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Order(none, "why")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
