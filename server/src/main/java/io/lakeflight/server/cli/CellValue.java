package io.lakeflight.server.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of a result: null, a boolean, a number, a string, a list or a map of these.
 *
 * <p>Dates, timestamps and binary values are strings: {@code 2024-01-31}, {@code 2024-01-31 12:00:00.5}, with a
 * {@code Z} at the end if it is a point in time, which is then in UTC whatever the session's zone, and hexadecimal digits.
 * The driver makes dates out of years and days in the default time zone, so they are taken apart in the same way;
 * {@link SqlCommand} makes UTC that zone, which has no missing hours.
 */
record CellValue(@Nullable Object value) {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    static CellValue read(ResultSet rows, int column, int type) throws SQLException {
        @Nullable
        Object value =
                switch (type) {
                    case Types.DATE -> date(rows.getDate(column));
                    case Types.TIMESTAMP -> timestamp(rows.getObject(column, LocalDateTime.class), "");
                    case Types.TIMESTAMP_WITH_TIMEZONE -> instant(rows.getObject(column, Instant.class));
                    case Types.DECIMAL, Types.NUMERIC -> rows.getBigDecimal(column);
                    default -> plain(rows.getObject(column));
                };
        return new CellValue(value);
    }

    /** For a table or CSV; null for null. */
    @Nullable
    String text() {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof List || value instanceof Map) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = JsonWriter.JSON.createGenerator(text)) {
                write(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.toString();
        }
        return value.toString();
    }

    void write(JsonGenerator json) throws IOException {
        write(json, value);
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof BigDecimal decimal) {
            json.writeNumber(decimal.toPlainString());
        } else if (value instanceof Number number && isFinite(number)) {
            json.writeNumber(number.toString());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }

    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue()) || !(number instanceof Double || number instanceof Float);
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().withUpperCase().formatHex(bytes);
        }
        if (value instanceof java.sql.Array array) {
            return elements(Arrays.asList((Object[]) array.getArray()));
        }
        if (value instanceof Struct struct) {
            return elements(Arrays.asList(struct.getAttributes()));
        }
        if (value instanceof List<?> list) {
            return elements(list);
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                fields.put(text(entry.getKey()), plain(entry.getValue()));
            }
            return fields;
        }
        if (value == null || value instanceof Boolean || value instanceof Number || value instanceof Time) {
            return value;
        }
        return value.toString();
    }

    private static @Nullable String text(@Nullable Object key) throws SQLException {
        return new CellValue(plain(key)).text();
    }

    private static List<@Nullable Object> elements(Iterable<?> values) throws SQLException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object value : values) {
            elements.add(plain(value));
        }
        return elements;
    }

    private static @Nullable String date(@Nullable Date date) {
        return date == null ? null : date.toLocalDate().toString();
    }

    private static @Nullable String instant(@Nullable Instant instant) {
        return instant == null ? null : timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), "Z");
    }

    private static @Nullable String timestamp(@Nullable LocalDateTime timestamp, String suffix) {
        return timestamp == null ? null : TIMESTAMP.format(timestamp) + suffix;
    }
}
