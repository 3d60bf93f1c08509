package io.lakeflight.server.flight.metadata;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Namespace;

/** Names as Spark prints them. */
public final class SparkNames {
    private static final Pattern PLAIN = Pattern.compile("(?!\\d+$)\\w+");

    private SparkNames() {}

    public static String quoted(Namespace namespace) {
        return Arrays.stream(namespace.levels()).map(SparkNames::quoteIfNeeded).collect(Collectors.joining("."));
    }

    public static String quoteIfNeeded(String part) {
        return PLAIN.matcher(part).matches() ? part : "`" + part.replace("`", "``") + "`";
    }
}
