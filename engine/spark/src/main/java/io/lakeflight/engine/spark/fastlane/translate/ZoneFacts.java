package io.lakeflight.engine.spark.fastlane.translate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a zone's rules decides how local times become instants.
 *
 * @param lateDays days that begin later than at 00:00
 * @param longestOverlap for how long local times come twice at most, where clocks are put back
 * @param since from when on that holds, and no two changes are near each other; null if they never are
 */
record ZoneFacts(
        List<LocalDate> lateDays,
        Duration longestOverlap,
        @Nullable LocalDateTime since) {
    /** Some zones have gone to the other side of the date line. */
    private static final Duration LONG = Duration.ofHours(3);

    private static final Duration NEAR = LONG.multipliedBy(2);
    /** By then the rules are those of all years that follow. */
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    ZoneFacts {
        lateDays = List.copyOf(lateDays);
    }

    static ZoneFacts of(ZoneRules rules) {
        List<LocalDate> lateDays = new ArrayList<>();
        Duration longestOverlap = Duration.ZERO;
        LocalDateTime since = null;
        Instant previous = Instant.MIN;
        ZoneOffsetTransition next = rules.nextTransition(previous);
        while (next != null && next.getInstant().isBefore(LAST)) {
            Duration change = next.getDuration().abs();
            boolean isLong = next.isOverlap() && change.compareTo(LONG) > 0;
            if (isLong || previous.isAfter(next.getInstant().minus(NEAR))) {
                since = next.getDateTimeBefore().plusDays(2);
            }
            if (next.isOverlap() && !isLong && change.compareTo(longestOverlap) > 0) {
                longestOverlap = change;
            }
            LocalDate day = firstMidnight(next.getDateTimeBefore());
            if (next.isGap() && day.atStartOfDay().isBefore(next.getDateTimeAfter())) {
                lateDays.add(day);
            }
            previous = next.getInstant();
            next = rules.nextTransition(previous);
        }
        return new ZoneFacts(lateDays, longestOverlap, since);
    }

    private static LocalDate firstMidnight(LocalDateTime from) {
        LocalDate day = from.toLocalDate();
        return day.atStartOfDay().equals(from) ? day : day.plusDays(1);
    }
}
