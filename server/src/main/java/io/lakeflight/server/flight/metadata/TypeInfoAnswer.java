package io.lakeflight.server.flight.metadata;

import static org.apache.arrow.flight.sql.impl.FlightSql.Nullable.NULLABILITY_NULLABLE_VALUE;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDatetimeSubcode.XDBC_SUBCODE_TIMESTAMP_VALUE;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDatetimeSubcode.XDBC_SUBCODE_YEAR_VALUE;

import io.lakeflight.server.flight.metadata.SparkSqlType.Kind;
import java.util.Comparator;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.Searchable;
import org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType;
import org.jspecify.annotations.Nullable;

/** The types of Spark SQL that match a request, by code and name. */
final class TypeInfoAnswer {
    private static final int MAX_DECIMAL_SCALE = 38;
    private static final int MICROSECOND_DIGITS = 6;

    private TypeInfoAnswer() {}

    static void write(CommandGetXdbcTypeInfo request, MetadataRows rows) {
        SparkSqlType.ALL.stream()
                .filter(type -> !request.hasDataType() || type.code().getNumber() == request.getDataType())
                .sorted(Comparator.comparingInt(
                                (SparkSqlType type) -> type.code().getNumber())
                        .thenComparing(SparkSqlType::name))
                .forEach(type -> write(type, rows));
    }

    private static void write(SparkSqlType type, MetadataRows rows) {
        boolean isNumber = type.kind().isNumber();
        boolean isText = type.kind() == Kind.TEXT;
        Integer maximumScale = maximumScale(type);
        rows.add(
                type.name(),
                type.code().getNumber(),
                type.size(),
                type.prefix(),
                type.suffix(),
                type.parameters(),
                NULLABILITY_NULLABLE_VALUE,
                isText,
                isText ? Searchable.SEARCHABLE_FULL_VALUE : Searchable.SEARCHABLE_BASIC_VALUE,
                isNumber ? Boolean.FALSE : null,
                false,
                isNumber ? Boolean.FALSE : null,
                type.name(),
                maximumScale == null ? null : Integer.valueOf(0),
                maximumScale,
                type.kind() == Kind.MOMENT
                        ? XdbcDataType.XDBC_DATETIME_VALUE
                        : type.code().getNumber(),
                subcode(type),
                isNumber ? Integer.valueOf(10) : null,
                null);
    }

    private static @Nullable Integer maximumScale(SparkSqlType type) {
        return switch (type.code()) {
            case XDBC_DECIMAL -> MAX_DECIMAL_SCALE;
            case XDBC_TINYINT, XDBC_SMALLINT, XDBC_INTEGER, XDBC_BIGINT -> 0;
            case XDBC_TIMESTAMP -> MICROSECOND_DIGITS;
            default -> null;
        };
    }

    /** ODBC tells dates and timestamps apart by a number beside the common code. */
    private static @Nullable Integer subcode(SparkSqlType type) {
        return switch (type.code()) {
            case XDBC_DATE -> XDBC_SUBCODE_YEAR_VALUE;
            case XDBC_TIMESTAMP -> XDBC_SUBCODE_TIMESTAMP_VALUE;
            default -> null;
        };
    }
}
