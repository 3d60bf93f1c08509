package io.lakeflight.server.flight.metadata;

import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** How many digits the values of a type have, and how many of them stand behind the point. */
public record NumericExtent(int precision, int scale) {
    /** Digits for numbers, characters for dates and times; absent for everything else. */
    public static Optional<NumericExtent> of(Type type) {
        return switch (type.typeId()) {
            case DECIMAL ->
                Optional.of(
                        new NumericExtent(((Types.DecimalType) type).precision(), ((Types.DecimalType) type).scale()));
            case INTEGER -> Optional.of(new NumericExtent(10, 0));
            case LONG -> Optional.of(new NumericExtent(19, 0));
            case FLOAT -> Optional.of(new NumericExtent(7, 0));
            case DOUBLE -> Optional.of(new NumericExtent(15, 0));
            case DATE -> Optional.of(new NumericExtent("yyyy-mm-dd".length(), 0));
            case TIMESTAMP -> Optional.of(new NumericExtent("yyyy-mm-dd hh:mm:ss.ffffff".length(), 6));
            case BOOLEAN -> Optional.of(new NumericExtent(1, 0));
            default -> Optional.empty();
        };
    }
}
