package io.windlass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "amqp://user:se@cret@host:5672/vhost, amqp://host:5672/vhost",
        "amqps://user:secret@host/%2F?heartbeat=10, amqps://host/%2F",
        "amqp://host, amqp://host",
        "jdbc:postgresql://host:5432/db?user=u&password=secret, jdbc:postgresql://host:5432/db",
        "jdbc:postgresql://u:secret@host/db, jdbc:postgresql://host/db",
        "jdbc:postgresql://host/db?password=a@b, jdbc:postgresql://host/db"
    })
    void shownAddressesHoldNoSecrets(String url, String shown) {
        assertThat(Addresses.shown(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host:5432/db?user=u&password=p, jdbc:postgresql://host:5432/other?user=u&password=p",
        "'jdbc:postgresql://a:1,b:2/db', 'jdbc:postgresql://a:1,b:2/other'",
        "jdbc:postgresql://host/, jdbc:postgresql://host/other"
    })
    void anotherDatabaseKeepsServerAndUser(String url, String other) {
        assertThat(Addresses.withDatabase(url, "other")).isEqualTo(other);
    }

    @Test
    void whatIsNoPostgresAddressIsRefusedWithoutItsPassword() {
        assertThatThrownBy(() -> Addresses.withDatabase("jdbc:mysql://host/db?password=secret", "other"))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("jdbc:postgresql://")
                .hasMessageNotContaining("secret");
    }
}
