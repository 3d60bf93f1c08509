package io.lakeflight.server.maintenance;

import static io.lakeflight.server.maintenance.MaintenanceAction.EXPIRE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestMaintenancePolicy {
    private static final Map<PolicyKey, String> CONFIGURED = MaintenanceConfig.DEFAULTS.policy();

    @Test
    void ownPropertyComesBeforeIcebergsBeforeTheCatalogsBeforeTheConfiguration() {
        String own = "lakeflight.maintenance.max-snapshot-age";
        String iceberg = "history.expire.max-snapshot-age-ms";

        assertThat(policy(Map.of(own, "7d", iceberg, "60000"), Map.of(own, "9d"))
                        .setting(PolicyKey.MAX_SNAPSHOT_AGE))
                .isEqualTo(new MaintenancePolicy.Setting("7d", "table property " + own));
        assertThat(policy(Map.of(iceberg, "60000"), Map.of(own, "9d")).setting(PolicyKey.MAX_SNAPSHOT_AGE))
                .isEqualTo(new MaintenancePolicy.Setting("1m", "table property " + iceberg));
        assertThat(policy(Map.of(), Map.of(own, "9d")).setting(PolicyKey.MAX_SNAPSHOT_AGE))
                .isEqualTo(new MaintenancePolicy.Setting("9d", "property of the catalog " + own));
        assertThat(policy(Map.of(), Map.of()).setting(PolicyKey.MAX_SNAPSHOT_AGE))
                .isEqualTo(new MaintenancePolicy.Setting("5d", "configuration maintenance.max-snapshot-age"));
    }

    @Test
    void shippedPolicyTakesEveryAction() {
        assertThat(policy(Map.of(), Map.of()).actions()).containsExactly(MaintenanceAction.values());
    }

    @Test
    void actionsAreChosenAndPutInOrder() {
        assertThat(policy(Map.of("lakeflight.maintenance.actions", "expire,compact"), Map.of())
                        .value(PolicyKey.ACTIONS))
                .isEqualTo("compact, expire");
        assertThat(policy(Map.of("lakeflight.maintenance.actions", "expire"), Map.of())
                        .actions())
                .containsExactly(EXPIRE);
        assertThat(policy(Map.of("lakeflight.maintenance.actions", "none"), Map.of())
                        .actions())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    actions            | compact; expire | some of compact
                    target-file-size   | 512             | a size such as 512MiB
                    target-file-size   | 1B              | 1KiB to 1024GiB
                    min-input-files    | 1               | at least 2
                    min-input-files    | many            | a whole number
                    delete-ratio       | 1.5             | more than 0, at most 1
                    max-snapshot-age   | 5 weeks         | a duration such as 5d
                    min-snapshots      | 0               | at least 1
                    orphan-age         | -1d             | a duration such as 5d
                    orphan-interval    | 99999999d       | at most 36500d
                    """)
    void badValueIsNamedWithItsTableAndWhatWouldDo(String key, String value, String expected) {
        assertThatThrownBy(() -> policy(Map.of("lakeflight.maintenance." + key, value), Map.of()))
                .isInstanceOf(MaintenanceException.class)
                .hasMessageContaining("lake.default.t")
                .hasMessageContaining("lakeflight.maintenance." + key)
                .hasMessageContaining(value)
                .hasMessageContaining(expected);
    }

    @Test
    void unknownPropertyIsRefused() {
        assertThatThrownBy(() -> policy(Map.of("lakeflight.maintenance.orphans-age", "3d"), Map.of()))
                .hasMessageContaining("orphans-age")
                .hasMessageContaining("orphan-age,");
    }

    @Test
    void durationBelowTheFloorIsRefused() {
        MaintenancePolicy policy = policy(Map.of("history.expire.max-snapshot-age-ms", "3600000"), Map.of());

        assertThatThrownBy(() -> policy.requireAtLeast(PolicyKey.MAX_SNAPSHOT_AGE, Duration.ofHours(2), "for a reason"))
                .hasMessage("Table lake.default.t: max-snapshot-age is 1h, by table property"
                        + " history.expire.max-snapshot-age-ms (expected: at least 2h, for a reason)");
    }

    private static MaintenancePolicy policy(Map<String, String> table, Map<String, String> catalog) {
        return MaintenancePolicy.of(TestingTables.name("t"), table, catalog, CONFIGURED);
    }
}
