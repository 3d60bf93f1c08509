package io.lakeflight.server.maintenance;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The maintenance of tables.
 *
 * @param scheduled whether the server maintains tables by itself; by request it always does
 * @param interval how often it looks what is to be done
 * @param cooldown how long it does not do the same to the same table again
 * @param maxConcurrent tables being maintained at the same time
 * @param historyAge how long is remembered what was done
 * @param historyEntries how much of it is remembered at most
 * @param policy what holds for tables that say nothing else; has every key
 */
public record MaintenanceConfig(
        boolean scheduled,
        Duration interval,
        Duration cooldown,
        int maxConcurrent,
        Duration historyAge,
        int historyEntries,
        Map<PolicyKey, String> policy) {
    public static final MaintenanceConfig DEFAULTS = new MaintenanceConfig(
            false, Duration.ofHours(1), Duration.ofHours(1), 1, Duration.ofDays(90), 10_000, shippedPolicy());

    public MaintenanceConfig {
        policy = Collections.unmodifiableMap(new EnumMap<>(policy));
    }

    private static Map<PolicyKey, String> shippedPolicy() {
        return Arrays.stream(PolicyKey.values()).collect(Collectors.toMap(Function.identity(), PolicyKey::shipped));
    }
}
