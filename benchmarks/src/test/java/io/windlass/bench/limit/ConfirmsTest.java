package io.windlass.bench.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfirmsTest {
    private final Confirms confirms = new Confirms();

    @Test
    void whatIsBehindAGapIsNotComplete() throws Exception {
        confirms.confirmed(1, false);
        confirms.confirmed(3, false);

        assertThat(confirms.after(0)).isEqualTo(1);

        confirms.confirmed(2, false);

        assertThat(confirms.after(1)).isEqualTo(3);
    }

    @Test
    void severalAtOnceCloseGaps() throws Exception {
        confirms.confirmed(5, false);
        confirms.confirmed(2, false);
        confirms.confirmed(4, true);

        assertThat(confirms.after(0)).isEqualTo(5);

        confirms.confirmed(6, false);

        assertThat(confirms.after(5)).isEqualTo(6);
    }

    @Test
    void aRefusalIsNotTakenForAConfirm() {
        confirms.refused(1, false);

        assertThatThrownBy(() -> confirms.after(0)).isInstanceOf(IOException.class);
    }
}
