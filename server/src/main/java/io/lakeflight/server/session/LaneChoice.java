package io.lakeflight.server.session;

import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a session says of the lanes its queries are answered in.
 *
 * @param isFastOff whether they are answered by Spark, even where a data plane has a fast lane
 * @param approximateDoubles whether sums and averages of floating-point numbers may differ in their last digits
 */
public record LaneChoice(boolean isFastOff, boolean approximateDoubles) {
    static final LaneChoice DEFAULTS = new LaneChoice(false, false);

    /** @throws QueryException if the value is not one of {@code auto} and {@code off}; empty is the first */
    LaneChoice withFastLane(Optional<String> value) {
        return switch (value.orElse("auto").toLowerCase(Locale.ROOT)) {
            case "auto" -> new LaneChoice(false, approximateDoubles);
            case "off" -> new LaneChoice(true, approximateDoubles);
            default -> throw refused(OwnSetting.FAST_LANE, value, "auto or off");
        };
    }

    /** @throws QueryException if the value is not one of {@code true} and {@code false}; empty is the latter */
    LaneChoice withApproximateDoubles(Optional<String> value) {
        return switch (value.orElse("false").toLowerCase(Locale.ROOT)) {
            case "true" -> new LaneChoice(isFastOff, true);
            case "false" -> new LaneChoice(isFastOff, false);
            default -> throw refused(OwnSetting.APPROXIMATE_DOUBLES, value, "true or false");
        };
    }

    private static QueryException refused(String key, Optional<String> value, String expected) {
        return new QueryException(
                ErrorCode.INVALID_SESSION_OPTION,
                "%s cannot be \"%s\" (expected: %s)".formatted(key, value.orElse(""), expected));
    }

    /** As it is set. */
    public String fastLane() {
        return isFastOff ? "off" : "auto";
    }
}
