package io.lakeflight.engine.spark.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.session.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigBuilder;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.ConfigEntryWithDefault;
import org.apache.spark.internal.config.ConfigEntryWithDefaultString;
import org.apache.spark.internal.config.OptionalConfigEntry;
import org.apache.spark.sql.execution.command.SetCommand;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function1;
import scala.Option;
import scala.Tuple2;

/**
 * What the planner, which never sees Spark, takes for granted of a session's settings: which there are, what values they
 * take for sure, and what they are if nobody sets them. {@code -Dsettings.update} writes it anew.
 */
class TestSessionSettings {
    private static final Path LIST =
            Path.of("../../planner/src/main/resources/io/lakeflight/planner/simple/spark-settings.txt");

    private static final String HEADER = """
            # Settings of Spark that a session may have: name, values it takes for sure, and what it is if not set.
            # Written by TestSessionSettings of the engine from Spark's own registry.
            """;

    /** What they are depends on the machine. */
    private static final Set<String> OF_THE_MACHINE =
            Set.of("spark.sql.shuffle.partitions", "spark.sql.adaptive.advisoryPartitionSizeInBytes");

    /** With a value that is no catalog no engine opens the session. */
    private static final Set<String> NOT_TAKEN = Set.of("spark.sql.defaultCatalog");

    private static final int HIGHEST = 10_000;
    private static final int[] PROBES = {1, 2, 10, 100, 1_000};
    /** No path and no address. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.<>-]+");

    private static final Pattern CHOICES = Pattern.compile("one of '([^']+)'");

    @TempDir
    Path scratch;

    @Test
    void listOfSettingsIsSparks() throws IOException {
        String expected = HEADER + String.join("\n", settings()) + "\n";
        if (Boolean.getBoolean("settings.update")) {
            Files.writeString(LIST, expected);
        }

        assertThat(Files.readString(LIST)).isEqualTo(expected);
    }

    private List<String> settings() {
        SparkConf given = SparkSettings.with(Map.of(), scratch);
        SQLConf conf = new SQLConf();
        for (Tuple2<String, String> setting : given.getAll()) {
            conf.setConfString(setting._1(), setting._2());
        }
        return SQLConf$.MODULE$.getConfigEntries().stream()
                .filter(entry -> entry.isPublic() && isOfSessions(entry.key()))
                .map(entry -> "%s|%s|%s"
                        .formatted(entry.key(), values(entry), unset(conf, entry, given.contains(entry.key()))))
                .filter(line -> !line.endsWith("||"))
                .sorted()
                .toList();
    }

    /** Whether a session may have another value than its engine. */
    private static boolean isOfSessions(String name) {
        try {
            HostAccess.refuse(new SetCommand(Option.apply(new Tuple2<>(name, Option.apply("")))));
            return !SQLConf$.MODULE$.isStaticConfigKey(name);
        } catch (EngineException e) {
            return false;
        }
    }

    /** What it is in a session that has not set it; empty if that depends on other settings or the machine. */
    private static String unset(SQLConf conf, ConfigEntry<?> entry, boolean isGiven) {
        boolean isOwn = entry instanceof ConfigEntryWithDefault
                || entry instanceof ConfigEntryWithDefaultString
                || entry instanceof OptionalConfigEntry;
        boolean isKnown = isGiven || (isOwn && entry.alternatives().isEmpty());
        if (!isKnown || OF_THE_MACHINE.contains(entry.key())) {
            return "";
        }
        String value = Objects.requireNonNullElse(conf.getConfString(entry.key()), "<undefined>");
        return PLAIN.matcher(value).matches() ? value : "";
    }

    /** A word for what its converter takes, or a range, or a list; empty if that is not sure. */
    private static String values(ConfigEntry<?> entry) {
        if (NOT_TAKEN.contains(entry.key())) {
            return "";
        }
        Function1<String, ?> converter = entry instanceof OptionalConfigEntry<?> optional
                ? optional.rawValueConverter()
                : entry.valueConverter();
        if (entry.key().equals(SQLConf.SESSION_LOCAL_TIMEZONE().key())) {
            return ZoneId.getAvailableZoneIds().stream().allMatch(zone -> takes(converter, zone)) ? "zone" : "";
        }
        // What it makes of a text is either all there is to it, or it goes through checks of its entry's builder.
        boolean isChecked = !converter.getClass().getName().startsWith(ConfigBuilder.class.getName() + "$$Lambda");
        if (takes(converter, "a")) {
            // A pattern is no text, and takes no lonely bracket.
            return isChecked || !takes(converter, "+[") ? "" : "text";
        }
        if (takes(converter, "true") && takes(converter, "FALSE")) {
            return "flag";
        }
        if (takes(converter, "1.5")) {
            return isChecked ? "" : "number";
        }
        if (IntStream.of(PROBES).anyMatch(number -> takes(converter, String.valueOf(number)))) {
            return range(converter);
        }
        return choices(converter);
    }

    private static String range(Function1<String, ?> converter) {
        int[] taken = IntStream.rangeClosed(0, HIGHEST)
                .filter(number -> takes(converter, String.valueOf(number)))
                .toArray();
        int last = taken[taken.length - 1];
        return last - taken[0] == taken.length - 1 ? taken[0] + ".." + last : "";
    }

    /** Those that its complaint of another value names, in capitals and small letters. */
    private static String choices(Function1<String, ?> converter) {
        try {
            converter.apply("?");
            return "";
        } catch (RuntimeException e) {
            Matcher told = CHOICES.matcher(String.valueOf(e.getMessage()));
            return told.find()
                    ? Arrays.stream(told.group(1).split(", "))
                            .flatMap(choice -> Stream.of(choice, choice.toLowerCase(Locale.ROOT)))
                            .distinct()
                            .sorted()
                            .filter(choice -> takes(converter, choice))
                            .collect(Collectors.joining(","))
                    : "";
        }
    }

    private static boolean takes(Function1<String, ?> converter, String value) {
        try {
            converter.apply(value);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
