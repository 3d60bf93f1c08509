package io.lakeflight.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lakeflight.server.maintenance.MaintenanceJob;
import io.lakeflight.server.maintenance.MaintenancePolicy;
import io.lakeflight.server.maintenance.MaintenanceReport;
import io.lakeflight.server.maintenance.PolicyKey;
import io.lakeflight.server.maintenance.TablePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told of maintenance, as it travels. */
final class MaintenanceJson {
    private MaintenanceJson() {}

    /** A run; left out are catalogs that do not answer. */
    record Run(
            String id,
            int tables,
            @JsonProperty("left-out") List<String> leftOut,
            boolean done,
            List<Report> reports) {}

    /** One action on one table; times in ISO 8601. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Report(
            String table,
            String action,
            String state,
            String cause,
            String started,
            @Nullable String ended,
            @Nullable Long files,
            @JsonProperty("files-after") @Nullable Long filesAfter,
            @Nullable Long bytes,
            @Nullable Long snapshots,
            @JsonProperty("query-id") @Nullable String queryId,
            String message) {}

    /**
     * The policy of a table: each value, and who says so.
     *
     * @param problem why it cannot be told, and has no values; else null
     */
    record Policy(
            String table,
            Map<String, Map<String, String>> policy,
            @Nullable String problem) {}

    static Run of(MaintenanceJob job) {
        // Done is asked first, so that a run that is done tells all it did.
        boolean done = job.isDone();
        return new Run(
                job.id(),
                job.tables(),
                job.leftOut(),
                done,
                job.reports().stream().map(MaintenanceJson::of).toList());
    }

    static Report of(MaintenanceReport report) {
        return new Report(
                report.table().toString(),
                report.action().word(),
                report.state().name().toLowerCase(Locale.ROOT),
                report.cause(),
                report.started().toString(),
                report.ended() == null ? null : report.ended().toString(),
                report.extent().files(),
                report.extent().filesAfter(),
                report.extent().bytes(),
                report.extent().snapshots(),
                report.queryId(),
                report.message());
    }

    static Policy of(TablePolicy told) {
        return new Policy(
                told.table().toString(),
                told.policy().map(MaintenanceJson::settings).orElse(Map.of()),
                told.problem().orElse(null));
    }

    private static Map<String, Map<String, String>> settings(MaintenancePolicy policy) {
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        for (PolicyKey key : PolicyKey.values()) {
            MaintenancePolicy.Setting setting = policy.setting(key);
            settings.put(key.word(), Map.of("value", setting.value(), "source", setting.source()));
        }
        return settings;
    }
}
