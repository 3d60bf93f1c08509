package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import io.lakeflight.server.units.Units;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How one table is maintained, and who says so: its own properties, those of Iceberg's that mean the same, those of its
 * catalog, the configuration; the first that says something.
 */
public final class MaintenancePolicy {
    private final TableName table;
    private final Map<PolicyKey, Setting> settings;

    /**
     * One value and where it comes from.
     *
     * @param value in the key's plain form
     * @param source for people, such as {@code table property write.target-file-size-bytes}
     */
    public record Setting(String value, String source) {}

    /**
     * Puts a policy together.
     *
     * @param configured a value for every key
     * @throws MaintenanceException if a property is unknown or its value is wrong
     */
    public static MaintenancePolicy of(
            TableName table,
            Map<String, String> tableProperties,
            Map<String, String> catalogProperties,
            Map<PolicyKey, String> configured) {
        refuseUnknown(table, "table property ", tableProperties);
        refuseUnknown(table, "property of the catalog ", catalogProperties);
        Map<PolicyKey, Setting> settings = new EnumMap<>(PolicyKey.class);
        for (PolicyKey key : PolicyKey.values()) {
            settings.put(key, setting(table, key, tableProperties, catalogProperties, configured));
        }
        return new MaintenancePolicy(table, settings);
    }

    private MaintenancePolicy(TableName table, Map<PolicyKey, Setting> settings) {
        this.table = table;
        this.settings = settings;
    }

    private static void refuseUnknown(TableName table, String source, Map<String, String> properties) {
        for (String property : properties.keySet()) {
            if (property.startsWith(PolicyKey.PREFIX)
                    && PolicyKey.ofProperty(property).isEmpty()) {
                throw new MaintenanceException(
                        table,
                        source + property + " is unknown (expected after the last dot: " + PolicyKey.words() + ")");
            }
        }
    }

    private static Setting setting(
            TableName table,
            PolicyKey key,
            Map<String, String> tableProperties,
            Map<String, String> catalogProperties,
            Map<PolicyKey, String> configured) {
        String own = tableProperties.get(key.property());
        if (own != null) {
            return read(table, "table property " + key.property(), () -> key.plain(own));
        }
        String property = key.icebergProperty().orElse("");
        String iceberg = tableProperties.get(property);
        if (iceberg != null) {
            return read(table, "table property " + property, () -> key.plainOfIceberg(iceberg));
        }
        String catalog = catalogProperties.get(key.property());
        if (catalog != null) {
            return read(table, "property of the catalog " + key.property(), () -> key.plain(catalog));
        }
        return new Setting(
                Objects.requireNonNullElse(configured.get(key), key.shipped()),
                "configuration maintenance." + key.word());
    }

    private static Setting read(TableName table, String source, Supplier<String> reader) {
        try {
            return new Setting(reader.get(), source);
        } catch (IllegalArgumentException e) {
            throw new MaintenanceException(table, source + " " + e.getMessage(), e);
        }
    }

    public TableName table() {
        return table;
    }

    public Setting setting(PolicyKey key) {
        return Objects.requireNonNull(settings.get(key), key.word());
    }

    Set<MaintenanceAction> actions() {
        return PolicyKey.actions(value(PolicyKey.ACTIONS));
    }

    long size(PolicyKey key) {
        return Units.parseSize(value(key));
    }

    Duration duration(PolicyKey key) {
        return Units.parseDuration(value(key));
    }

    int count(PolicyKey key) {
        return Integer.parseInt(value(key));
    }

    String value(PolicyKey key) {
        return setting(key).value();
    }

    /** @throws MaintenanceException if the duration is shorter than it may be */
    void requireAtLeast(PolicyKey key, Duration floor, String reason) {
        if (duration(key).compareTo(floor) < 0) {
            Setting setting = setting(key);
            throw new MaintenanceException(
                    table,
                    "%s is %s, by %s (expected: at least %s, %s)"
                            .formatted(
                                    key.word(),
                                    setting.value(),
                                    setting.source(),
                                    Units.formatDuration(floor),
                                    reason));
        }
    }
}
