package io.windlass.bench.run;

import com.sun.management.OperatingSystemMXBean;
import io.windlass.embedded.Services;
import io.windlass.proxy.amqp.AmqpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What else must be known of figures: the machine, and what of which version ran on it. */
public final class Circumstances {
    private static final long MEGA = 1_000_000;

    /** As in: RabbitMQ 3.10.8 (profile ...). */
    private static final Pattern BROKER = Pattern.compile("(.* \\d+)\\..*");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String broker;

    /**
     * Asks broker and database.
     *
     * @throws io.windlass.proxy.ProxyException when the broker is not there
     * @throws SQLException when the database is not there
     */
    public Circumstances(Services services, Pace pace) throws SQLException {
        broker = broker(services.amqpUrl());
        values.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        values.put("machine", machine());
        values.put("versions", versions(services));
        values.put("pace", pace);
    }

    /** {@return all of it, by name} */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** {@return the broker's product and major version} */
    public String broker() {
        Matcher matcher = BROKER.matcher(broker);
        return matcher.matches() ? matcher.group(1) : broker;
    }

    private static String broker(String url) {
        try (AmqpProxy probe = AmqpProxy.builder(url)
                .prefix("windlass.bench-probe-" + ProcessHandle.current().pid())
                .name("bench-probe")
                .connect()) {
            String described = probe.describe();
            probe.deleteAll(List.of()); // connecting declares exchanges
            return described.substring(0, described.indexOf(" ("));
        }
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processor", processor());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put(
                "memoryMegabytes",
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() / MEGA);
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private Map<String, Object> versions(Services services) throws SQLException {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("windlass", windlass());
        versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        versions.put("broker", broker);
        try (Connection connection = DriverManager.getConnection(services.databaseUrl())) {
            versions.put(
                    "database",
                    connection.getMetaData().getDatabaseProductName() + " "
                            + connection.getMetaData().getDatabaseProductVersion());
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                versions.put("database " + setting, show(connection, setting));
            }
        }
        return versions;
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            return rows.next() ? rows.getString(1) : "unknown";
        }
    }

    /** Known where the product comes in jars. */
    private static String windlass() {
        Properties properties = new Properties();
        try (InputStream in = Circumstances.class.getResourceAsStream(
                "/META-INF/maven/io.windlass/windlass-engine-core/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return properties.getProperty("version", "unknown");
    }
}
