package io.lakeflight.planner.simple;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.regex.Pattern;

/** Dates and points in time, written in full; of the calendar that holds since 1582. */
final class ConstantTimes {
    private static final Pattern DATE = Pattern.compile("(?:1[6-9]|[2-9]\\d)\\d\\d-\\d\\d-\\d\\d");
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?");

    private ConstantTimes() {}

    /** The value, named as Spark names a literal of it. */
    static Constant read(Constant.Type type, String text) throws NotSimple {
        try {
            return type == Constant.Type.DATE ? date(text) : timestamp(text);
        } catch (DateTimeException e) {
            throw new NotSimple();
        }
    }

    private static Constant date(String text) throws NotSimple {
        return new Constant(Constant.Type.DATE, (int) day(text).toEpochDay(), false, "DATE '%s'".formatted(text));
    }

    private static LocalDate day(String text) throws NotSimple {
        if (!DATE.matcher(text).matches()) {
            throw new NotSimple();
        }
        return LocalDate.parse(text);
    }

    /** In UTC, which a session's time zone is if nobody has set it. */
    private static Constant timestamp(String text) throws NotSimple {
        boolean isWhole = text.length() > 11
                && text.charAt(10) == ' '
                && TIME.matcher(text.substring(11)).matches();
        if (!isWhole) {
            throw new NotSimple();
        }
        LocalDateTime time = LocalDateTime.parse(day(text.substring(0, 10)) + "T" + text.substring(11));
        long micros = time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getLong(ChronoField.MICRO_OF_SECOND);
        String told = text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
        return new Constant(Constant.Type.TIMESTAMP, micros, false, "TIMESTAMP '%s'".formatted(told));
    }
}
