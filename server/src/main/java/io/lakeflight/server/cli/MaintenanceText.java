package io.lakeflight.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What was or would be done to tables, for people. */
final class MaintenanceText {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private MaintenanceText() {}

    static AlignedText run() {
        return new AlignedText("TABLE", "ACTION", "STATE", "FILES", "BYTES", "SNAPSHOTS", "NOTE");
    }

    static void addRun(AlignedText text, JsonNode report) {
        text.add(
                report.get("table").asText(),
                report.get("action").asText(),
                state(report),
                files(report),
                bytes(report),
                number(report, "snapshots"),
                report.get("message").asText());
    }

    static AlignedText history() {
        return new AlignedText(
                "STARTED", "TABLE", "ACTION", "STATE", "CAUSE", "FILES", "BYTES", "SNAPSHOTS", "QUERY", "NOTE");
    }

    static void addHistory(AlignedText text, JsonNode report) {
        text.add(
                report.get("started").asText(),
                report.get("table").asText(),
                report.get("action").asText(),
                state(report),
                report.get("cause").asText(),
                files(report),
                bytes(report),
                number(report, "snapshots"),
                report.path("query-id").asText("-"),
                report.get("message").asText());
    }

    private static String state(JsonNode report) {
        String state = report.get("state").asText();
        return state.equals("planned") ? "would do" : state;
    }

    private static String files(JsonNode report) {
        String before = number(report, "files");
        return report.has("files-after") ? before + " -> " + number(report, "files-after") : before;
    }

    private static String number(JsonNode report, String key) {
        return report.path(key).asText("-");
    }

    private static String bytes(JsonNode report) {
        if (!report.has("bytes")) {
            return "-";
        }
        double size = report.get("bytes").asLong();
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
    }
}
