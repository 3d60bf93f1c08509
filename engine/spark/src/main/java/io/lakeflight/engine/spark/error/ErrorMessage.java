package io.lakeflight.engine.spark.error;

import java.util.regex.Pattern;

/** Cuts an exception's message down to what helps the person who wrote the statement. */
final class ErrorMessage {
    private static final int LONGEST = 3_000;
    private static final int MOST_READ = 6_000;
    private static final Pattern SQL_STATE = Pattern.compile("\\s{0,9}SQLSTATE: [0-9A-Z]{5}");
    private static final Pattern STACK =
            Pattern.compile("(?s)\\n\\s{0,99}(at [\\w.$/@]+\\(|Caused by:|Driver stacktrace:|JVM stacktrace:"
                    + "|[\\w.$/@<>]{1,300}\\([\\w$]{1,99}\\.(java|scala):\\d{1,9}\\)).*");
    /** What Spark says of a context that was stopped, with the stack of who made it. */
    private static final Pattern STOPPED = Pattern.compile("(?s)^(Cannot call methods on a stopped SparkContext"
            + "|Job \\d{1,9} cancelled because SparkContext was shut down"
            + "|SparkContext (has been|was) (shutdown|shut down|stopped)).*");
    /** Locations, and paths of this machine unless they stand in quotes: those the statement itself holds. */
    private static final Pattern HOST_PATH = Pattern.compile("\\bfile:/+[^\\s,;'\"\\])]*"
            + "|(?<![\\w/:.'\"])/(?:home|root|tmp|var|usr|opt|mnt|data|work|srv|etc)/[^\\s,;'\"\\])]*");

    private static final Pattern PARSER_PICTURE = Pattern.compile("(?s)\\n{0,9}== SQL( \\([^)]{0,99}\\))? ==.*");

    private static final Pattern POSITION = Pattern.compile("; line \\d+ pos \\d+;?$");

    /** How Iceberg's REST client introduces what the server said. */
    private static final Pattern SERVER_ERROR = Pattern.compile(
            "^(Server error: \\w+: |Malformed request: |Unable to process( \\(code: \\d+, type: \\w+\\))?: )");

    /** What a table that is committed anew requires. */
    private static final Pattern TAKEN = Pattern.compile("^Requirement failed: table already exists");

    private ErrorMessage() {}

    static boolean tellsOfStop(String raw) {
        return STOPPED.matcher(raw).matches();
    }

    static String clean(String raw) {
        if (tellsOfStop(raw)) {
            return "The engine is ending; the statement can be sent again";
        }
        // The patterns need more than linear time on some texts; nobody reads that far.
        String readable = raw.length() <= MOST_READ ? raw : raw.substring(0, MOST_READ);
        String message = STACK.matcher(readable).replaceFirst("");
        message = SERVER_ERROR.matcher(message).replaceFirst("");
        message = TAKEN.matcher(message).replaceFirst("The table already exists");
        message = PARSER_PICTURE.matcher(message).replaceFirst("");
        message = SQL_STATE.matcher(message).replaceAll("");
        message = POSITION.matcher(message.strip()).replaceFirst("");
        message = HOST_PATH.matcher(message).replaceAll("…").strip();
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }
}
