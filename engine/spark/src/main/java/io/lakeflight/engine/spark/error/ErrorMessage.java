package io.lakeflight.engine.spark.error;

import java.util.regex.Pattern;

/** Cuts an exception's message down to what helps the person who wrote the statement. */
final class ErrorMessage {
    private static final int LONGEST = 3_000;
    private static final Pattern SQL_STATE = Pattern.compile("\\s*SQLSTATE: [0-9A-Z]{5}");
    private static final Pattern STACK =
            Pattern.compile("(?s)\\n\\s*(at [\\w.$/@]+\\(|Caused by:|Driver stacktrace:|JVM stacktrace:).*");
    private static final Pattern HOST_PATH = Pattern.compile("\\bfile:/+[^\\s,;'\"\\])]*");
    private static final Pattern PARSER_PICTURE = Pattern.compile("(?s)\\n*== SQL( \\([^)]*\\))? ==.*");

    private static final Pattern POSITION = Pattern.compile("; line \\d+ pos \\d+;?$");

    /** How Iceberg's REST client introduces what the server said. */
    private static final Pattern SERVER_ERROR = Pattern.compile("^Server error: \\w+: ");

    private ErrorMessage() {}

    static String clean(String raw) {
        String message =
                SERVER_ERROR.matcher(STACK.matcher(raw).replaceFirst("")).replaceFirst("");
        message = PARSER_PICTURE.matcher(message).replaceFirst("");
        message = SQL_STATE.matcher(message).replaceAll("");
        message = POSITION.matcher(message.strip()).replaceFirst("");
        message = HOST_PATH.matcher(message).replaceAll("file:…").strip();
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }
}
