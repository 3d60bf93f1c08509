package io.lakeflight.server.maintenance;

import io.lakeflight.server.units.Units;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be said about the maintenance of a table; each value has a plain form that reading it again gives back. */
public enum PolicyKey {
    /** Which actions are taken; {@code none} leaves the table alone. */
    ACTIONS("compact, compact-deletes, rewrite-manifests, expire, remove-orphans", Kind.ACTIONS),
    /** The size that compaction aims at. */
    TARGET_FILE_SIZE("512MiB", Kind.SIZE),
    /** A partition with fewer files to rewrite is left alone, unless they fill a whole file. */
    MIN_INPUT_FILES("5", Kind.SEVERAL),
    /** A data file of which so many rows are deleted is rewritten whatever its size. */
    DELETE_RATIO("0.3", Kind.RATIO),
    /** Fewer manifests than this are left alone. */
    MIN_MANIFESTS("20", Kind.SEVERAL),
    /** Snapshots that are older expire. */
    MAX_SNAPSHOT_AGE("5d", Kind.DURATION),
    /** So many of the newest snapshots of a branch never expire. */
    MIN_SNAPSHOTS("1", Kind.SOME),
    /** Files that belong to no snapshot are deleted once they are older. */
    ORPHAN_AGE("3d", Kind.DURATION),
    /** How often such files are looked for. */
    ORPHAN_INTERVAL("7d", Kind.DURATION);

    /** Of a table or a catalog: properties with this prefix are keys of a policy. */
    public static final String PREFIX = "lakeflight.maintenance.";

    /** Iceberg's own table properties that say the same, and the unit of their number. */
    private static final Map<PolicyKey, Map.Entry<String, String>> ICEBERG = Map.of(
            TARGET_FILE_SIZE, Map.entry("write.target-file-size-bytes", "B"),
            MAX_SNAPSHOT_AGE, Map.entry("history.expire.max-snapshot-age-ms", "ms"),
            MIN_SNAPSHOTS, Map.entry("history.expire.min-snapshots-to-keep", ""));

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final String shipped;
    private final Kind kind;

    PolicyKey(String shipped, Kind kind) {
        this.shipped = shipped;
        this.kind = kind;
    }

    /** As it stands in the configuration file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String property() {
        return PREFIX + word();
    }

    /** The value if nobody says anything. */
    public String shipped() {
        return shipped;
    }

    /** @throws IllegalArgumentException with what is wrong with the text, such as {@code is "x" (expected: …)} */
    public String plain(String text) {
        String stripped = text.strip();
        return switch (kind) {
            case ACTIONS -> plainActions(stripped);
            case SIZE -> plainSize(stripped);
            case SOME -> plainCount(stripped, 1);
            case SEVERAL -> plainCount(stripped, 2);
            case RATIO -> plainRatio(stripped);
            case DURATION -> plainDuration(stripped);
        };
    }

    static Optional<PolicyKey> ofProperty(String property) {
        return Arrays.stream(values())
                .filter(key -> key.property().equals(property))
                .findFirst();
    }

    /** The table property of Iceberg that says the same, if there is one. */
    Optional<String> icebergProperty() {
        return Optional.ofNullable(ICEBERG.get(this)).map(Map.Entry::getKey);
    }

    /** As {@link #plain}, of that property's value. */
    String plainOfIceberg(String text) {
        Map.Entry<String, String> iceberg = ICEBERG.get(this);
        return plain(iceberg == null ? text : text.strip() + iceberg.getValue());
    }

    static Set<MaintenanceAction> actions(String plain) {
        EnumSet<MaintenanceAction> actions = EnumSet.noneOf(MaintenanceAction.class);
        if (!plain.equals("none")) {
            Arrays.stream(plain.split(", "))
                    .map(MaintenanceAction::of)
                    .flatMap(Optional::stream)
                    .forEach(actions::add);
        }
        return actions;
    }

    private static String plainActions(String text) {
        if (text.equals("none")) {
            return text;
        }
        EnumSet<MaintenanceAction> actions = EnumSet.noneOf(MaintenanceAction.class);
        for (String word : text.split(",", -1)) {
            actions.add(MaintenanceAction.of(word.strip())
                    .orElseThrow(() -> wrong(
                            text, "\"none\", or some of " + MaintenanceAction.words() + ", with commas between")));
        }
        return MaintenanceAction.words(actions);
    }

    private static String plainSize(String text) {
        try {
            long bytes = Units.parseSize(text);
            if (bytes >= 1 << 10 && bytes <= 1L << 40) {
                return Units.formatSize(bytes);
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(text, "a size such as 512MiB", e);
        }
        throw wrong(text, "1KiB to 1024GiB");
    }

    private static String plainDuration(String text) {
        try {
            Duration duration = Units.parseDuration(text);
            if (duration.compareTo(LONGEST) <= 0) {
                return Units.formatDuration(duration);
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(text, "a duration such as 5d", e);
        }
        throw wrong(text, "at most " + Units.formatDuration(LONGEST));
    }

    private static String plainCount(String text, int least) {
        try {
            int count = Integer.parseInt(text);
            if (count >= least) {
                return Integer.toString(count);
            }
        } catch (NumberFormatException e) {
            throw wrong(text, "a whole number of at least " + least, e);
        }
        throw wrong(text, "at least " + least);
    }

    private static String plainRatio(String text) {
        try {
            double ratio = Double.parseDouble(text);
            if (ratio > 0 && ratio <= 1) {
                return Double.toString(ratio);
            }
        } catch (NumberFormatException e) {
            throw wrong(text, "a number such as 0.3", e);
        }
        throw wrong(text, "more than 0, at most 1");
    }

    private static IllegalArgumentException wrong(String text, String expected) {
        return new IllegalArgumentException("is \"" + text + "\" (expected: " + expected + ")");
    }

    private static IllegalArgumentException wrong(String text, String expected, Exception cause) {
        return new IllegalArgumentException("is \"" + text + "\" (expected: " + expected + ")", cause);
    }

    /** For messages. */
    static String words() {
        return Arrays.stream(values()).map(PolicyKey::word).collect(Collectors.joining(", "));
    }

    /** How values are written. */
    private enum Kind {
        ACTIONS,
        SIZE,
        /** A number of at least one. */
        SOME,
        /** A number of at least two. */
        SEVERAL,
        RATIO,
        DURATION
    }
}
