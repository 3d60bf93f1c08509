package io.lakeflight.planner.simple;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is sure of a setting that a session may have.
 *
 * @param values what it takes for sure: a kind of values, a range of numbers, or a list; empty if only Spark can tell
 * @param unset what it is in a session that has not set it, with engines as they are delivered
 */
public record SparkSetting(String values, Optional<String> unset) {
    private static final Map<String, SparkSetting> KNOWN = read("spark-settings.txt");

    /** Spark knows no setting of any other name, but for a few that are names for one of these. */
    private static final String SPARK = "spark";

    private static final List<String> READ_OTHERWISE = List.of("mapred.", "mapreduce.");
    private static final SparkSetting FREE = new SparkSetting("text", Optional.empty());

    private static final Pattern OFFSET = Pattern.compile("[+-](?:0\\d|1[0-7]):[0-5]\\d");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(?:\\.\\d{1,15})?");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

    /** Empty if it is not a session's, or only Spark can tell. */
    public static Optional<SparkSetting> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isFree = !lower.startsWith(SPARK) && READ_OTHERWISE.stream().noneMatch(lower::startsWith);
        return isFree ? Optional.of(FREE) : Optional.ofNullable(KNOWN.get(name));
    }

    /** Whether a session that sets it to this value has it, for sure. */
    public boolean takes(String value) {
        return switch (values) {
            case "" -> false;
            case "text" -> true;
            case "flag" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            case "number" -> NUMBER.matcher(value).matches();
            case "zone" ->
                OFFSET.matcher(value).matches() || ZoneId.getAvailableZoneIds().contains(value);
            default ->
                values.contains("..")
                        ? isInRange(value)
                        : List.of(values.split(",")).contains(value);
        };
    }

    private boolean isInRange(String value) {
        if (!WHOLE.matcher(value).matches()) {
            return false;
        }
        String[] ends = values.split("\\.\\.");
        int number = Integer.parseInt(value);
        return Integer.parseInt(ends[0]) <= number && number <= Integer.parseInt(ends[1]);
    }

    private static Map<String, SparkSetting> read(String resource) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SparkSetting.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .collect(Collectors.toUnmodifiableMap(parts -> parts[0], SparkSetting::of));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SparkSetting of(String[] parts) {
        return new SparkSetting(parts[1], Optional.of(parts[2]).filter(unset -> !unset.isEmpty()));
    }
}
