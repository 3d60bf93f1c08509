package io.lakeflight.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.server.ServerConfig;
import io.lakeflight.server.control.EngineClasses;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file in {@code conf/} has every key there is, each with its default. */
class TestShippedConfig {
    private static final Path SHIPPED = Path.of("../conf/lakeflight.yaml");

    /** A value for each key that is not its default. */
    private static final Map<String, String> OTHER_VALUES = Map.ofEntries(
            Map.entry("flight.address", "localhost"),
            Map.entry("flight.port", "1"),
            Map.entry("http.address", "localhost"),
            Map.entry("http.port", "1"),
            Map.entry("catalogs.sales", "{type: hive}"),
            Map.entry("metadata-cache.tables", "1MiB"),
            Map.entry("metadata-cache.manifests", "1MiB"),
            Map.entry("metadata-cache.max-manifest-size", "1KiB"),
            Map.entry("metadata-cache.read-ahead", "0"),
            Map.entry("metadata-cache.max-schema-size", "0B"),
            Map.entry("http.max-requests", "1"),
            Map.entry("http.max-body-size", "1MiB"),
            Map.entry("http.idempotency-lifetime", "1s"),
            Map.entry("data-planes.interactive.start", "on-demand"),
            Map.entry("data-planes.interactive.engines", "2"),
            Map.entry("data-planes.interactive.master", "\"local[1]\""),
            Map.entry("data-planes.interactive.memory", "3g"),
            Map.entry("data-planes.interactive.start-timeout", "1s"),
            Map.entry("data-planes.interactive.silence-timeout", "1s"),
            Map.entry("data-planes.interactive.idle-timeout", "1s"),
            Map.entry("data-planes.interactive.max-bytes", "1GiB"),
            Map.entry("data-planes.interactive.tags", "[gpu]"),
            Map.entry("data-planes.interactive.warm-up", "SELECT 1"),
            Map.entry("data-planes.interactive.spark-conf", "{spark.a: b}"),
            Map.entry("data-planes.interactive.fast-lane.enabled", "false"),
            Map.entry("data-planes.interactive.fast-lane.max-bytes", "2GiB"),
            Map.entry("data-planes.interactive.fast-lane.max-rows", "1"),
            Map.entry("data-planes.interactive.fast-lane.max-result-rows", "1"),
            Map.entry("data-planes.interactive.fast-lane.memory", "2GiB"),
            Map.entry("data-planes.interactive.fast-lane.threads", "1"),
            Map.entry("data-planes.interactive.fast-lane.max-concurrent", "1"),
            Map.entry("data-planes.interactive.fast-lane.timeout", "1s"),
            Map.entry("data-planes.interactive.fast-lane.known-queries", "1MiB"),
            Map.entry("data-planes.interactive.fast-lane.hot-columns", "1MiB"),
            Map.entry("data-planes.interactive.fast-lane.shadow", "0.05"),
            Map.entry("data-planes.interactive.fast-lane.data-cache.size", "1GiB"),
            Map.entry("data-planes.interactive.fast-lane.data-cache.directory", "/elsewhere"),
            Map.entry("data-planes.interactive.fast-lane.data-cache.max-fetch", "1MiB"),
            Map.entry("data-planes.interactive.fast-lane.data-cache.fetch-threads", "1"),
            Map.entry("data-planes.interactive.fast-lane.data-cache.directory-catalogs", "[lake]"),
            Map.entry("data-planes.batch.start", "eager"),
            Map.entry("data-planes.batch.engines", "2"),
            Map.entry("data-planes.batch.master", "\"local[1]\""),
            Map.entry("data-planes.batch.memory", "3g"),
            Map.entry("data-planes.batch.start-timeout", "1s"),
            Map.entry("data-planes.batch.silence-timeout", "1s"),
            Map.entry("data-planes.batch.idle-timeout", "1s"),
            Map.entry("data-planes.batch.max-bytes", "1GiB"),
            Map.entry("data-planes.batch.tags", "[gpu]"),
            Map.entry("data-planes.batch.warm-up", "SELECT 1"),
            Map.entry("data-planes.batch.spark-conf", "{spark.a: b}"),
            Map.entry("data-planes.batch.fast-lane.enabled", "false"),
            Map.entry("data-planes.batch.fast-lane.max-bytes", "2GiB"),
            Map.entry("data-planes.batch.fast-lane.max-rows", "1"),
            Map.entry("data-planes.batch.fast-lane.max-result-rows", "1"),
            Map.entry("data-planes.batch.fast-lane.memory", "2GiB"),
            Map.entry("data-planes.batch.fast-lane.threads", "1"),
            Map.entry("data-planes.batch.fast-lane.max-concurrent", "1"),
            Map.entry("data-planes.batch.fast-lane.timeout", "1s"),
            Map.entry("data-planes.batch.fast-lane.known-queries", "1MiB"),
            Map.entry("data-planes.batch.fast-lane.hot-columns", "1MiB"),
            Map.entry("data-planes.batch.fast-lane.shadow", "0.05"),
            Map.entry("data-planes.batch.fast-lane.data-cache.size", "1GiB"),
            Map.entry("data-planes.batch.fast-lane.data-cache.directory", "/elsewhere"),
            Map.entry("data-planes.batch.fast-lane.data-cache.max-fetch", "1MiB"),
            Map.entry("data-planes.batch.fast-lane.data-cache.fetch-threads", "1"),
            Map.entry("data-planes.batch.fast-lane.data-cache.directory-catalogs", "[lake]"),
            Map.entry("routing.default-plane", "batch"),
            Map.entry("routing.rules", "other.yaml"),
            Map.entry("routing.text-cache", "1MiB"),
            Map.entry("routing.plan-cache", "1KiB"),
            Map.entry("routing.scan-cache", "2KiB"),
            Map.entry("limits.max-statement-size", "1KiB"),
            Map.entry("limits.max-statement-depth", "11"),
            Map.entry("limits.max-parameter-size", "1KiB"),
            Map.entry("limits.max-held-size", "1MiB"),
            Map.entry("limits.max-running-statements", "1"),
            Map.entry("limits.max-joined-rows", "1"),
            Map.entry("limits.statement-timeout", "1s"),
            Map.entry("sessions.idle-timeout", "1s"),
            Map.entry("sessions.detached-timeout", "1s"),
            Map.entry("sessions.handle-timeout", "1s"),
            Map.entry("sessions.max-sessions", "1"),
            Map.entry("sessions.max-handles", "1"),
            Map.entry("sessions.max-settings", "1"),
            Map.entry("history.max-queries", "1"),
            Map.entry("maintenance.scheduled", "true"),
            Map.entry("maintenance.interval", "2h"),
            Map.entry("maintenance.cooldown", "2h"),
            Map.entry("maintenance.max-concurrent", "2"),
            Map.entry("maintenance.history-age", "2h"),
            Map.entry("maintenance.history-entries", "200"),
            Map.entry("maintenance.actions", "none"),
            Map.entry("maintenance.target-file-size", "1MiB"),
            Map.entry("maintenance.min-input-files", "2"),
            Map.entry("maintenance.delete-ratio", "0.5"),
            Map.entry("maintenance.min-manifests", "2"),
            Map.entry("maintenance.max-snapshot-age", "9d"),
            Map.entry("maintenance.min-snapshots", "2"),
            Map.entry("maintenance.orphan-age", "9d"),
            Map.entry("maintenance.orphan-interval", "9d"),
            Map.entry("statistics.max-manifests", "1"),
            Map.entry("statistics.max-files", "1"),
            Map.entry("statistics.cache", "1KiB"));

    @TempDir
    private Path directory;

    @Test
    void everyValueIsTheDefault() throws ReflectiveOperationException, IOException {
        Path empty = Files.createFile(directory.resolve("empty.yaml"));

        assertThat(components(load(shipped()))).isEqualTo(components(load(empty)));
    }

    @Test
    void everyKeyIsReadAndEveryComponentHasOne() throws ReflectiveOperationException, IOException {
        Map<String, Object> defaults = components(load(shipped()));
        TreeSet<String> changed = new TreeSet<>();
        for (String key : shippedKeys()) {
            String other = OTHER_VALUES.get(key);
            assertThat(other).as("another value for %s", key).isNotNull();
            Path file = Files.writeString(
                    directory.resolve("one.yaml"), "{" + key.replace(".", ": {") + ": " + other + closing(key));

            Map<String, Object> values = components(load(file));

            values.entrySet().removeIf(entry -> entry.getValue().equals(defaults.get(entry.getKey())));
            assertThat(values).as("what %s changes", key).hasSize(1);
            changed.addAll(values.keySet());
        }
        assertThat(changed).as("components that a key changes").isEqualTo(new TreeSet<>(defaults.keySet()));
    }

    /** Other files are looked for beside it. */
    private Path shipped() throws IOException {
        return Files.copy(SHIPPED, directory.resolve("shipped.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static ServerConfig load(Path file) {
        return ConfigLoader.load(file, Map.of(), Path.of("var"), EngineClasses.of("engine.jar"));
    }

    private static String closing(String key) {
        return key.replaceAll("[^.]", "").replace(".", "}") + "}";
    }

    private static Iterable<String> shippedKeys() throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        List<String> path = new ArrayList<>();
        for (String line : Files.readAllLines(SHIPPED)) {
            if (line.matches(" *[a-z].*")) {
                int depth = line.indexOf(line.strip()) / 2;
                path.subList(depth, path.size()).clear();
                path.add(line.strip().replaceAll(":.*", ""));
                if (!line.endsWith(":")) {
                    // The keys of catalogs are names that the user chooses.
                    keys.add(line.equals("catalogs: {}") ? "catalogs.sales" : String.join(".", path));
                }
            }
        }
        return keys;
    }

    /** The values of all parts, by the part's and the component's names; home and class path come from elsewhere. */
    private static Map<String, Object> components(ServerConfig config) throws ReflectiveOperationException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent part : ServerConfig.class.getRecordComponents()) {
            if (part.getType().isRecord() && part.getType() != EngineClasses.class) {
                Object record = part.getAccessor().invoke(config);
                for (RecordComponent component : part.getType().getRecordComponents()) {
                    put(
                            values,
                            part.getName() + "." + component.getName(),
                            component.getAccessor().invoke(record));
                }
            }
        }
        return values;
    }

    /** Records by name, such as the data planes, are values in parts, too. */
    private static void put(Map<String, Object> values, String name, Object value) throws ReflectiveOperationException {
        if (value instanceof Map<?, ?> map && map.values().stream().anyMatch(Record.class::isInstance)) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                for (RecordComponent component : entry.getValue().getClass().getRecordComponents()) {
                    values.put(
                            name + "." + entry.getKey() + "." + component.getName(),
                            component.getAccessor().invoke(entry.getValue()));
                }
            }
        } else {
            values.put(name, value);
        }
    }
}
