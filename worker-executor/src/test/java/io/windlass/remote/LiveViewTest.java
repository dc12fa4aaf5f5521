package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.proxy.Advert;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.WorkerState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveViewTest {
    private final LiveView view = new LiveView(System::nanoTime);

    private static Advert advert(String worker, String pool, String type, String version) {
        return new Advert(worker, pool, "control", Map.of(type, List.of(version)), 2, 1, WorkerState.RUNNING);
    }

    /** What cannot name a queue must fail when it comes, not each time when somebody looks for a worker. */
    @ParameterizedTest
    @CsvSource({"po.ol, type, 1.0", "pool, ty*pe, 1.0", "pool, type, one", "pool, type, 9999999.0", "amq.p, type, 1.0"})
    void anAdvertOfWhatCannotBeIsIgnored(String pool, String type, String version) {
        assertThat(view.update(advert("stranger", pool, type, version))).isFalse();
        assertThat(view.has("stranger")).isFalse();
    }

    @Test
    void oneThatIsFineIsNot() {
        assertThat(view.update(advert("w1", "pool", "type", "1.0"))).isTrue();
        assertThat(view.serves(new RequestQueue("pool", "type", 1))).isTrue();
    }
}
