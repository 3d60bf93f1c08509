package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.TableName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class TestTableSchemaForm {
    /** A column of every type that a table may have. */
    static final Schema ALL_TYPES = new Schema(
            Types.NestedField.required(1, "a", Types.BooleanType.get(), "first"),
            Types.NestedField.optional(2, "b", Types.IntegerType.get()),
            Types.NestedField.optional(3, "c", Types.LongType.get()),
            Types.NestedField.optional(4, "d", Types.FloatType.get()),
            Types.NestedField.optional(5, "e", Types.DoubleType.get()),
            Types.NestedField.optional(6, "f", Types.DecimalType.of(38, 10)),
            Types.NestedField.optional(7, "g", Types.DateType.get()),
            Types.NestedField.optional(8, "h", Types.TimeType.get()),
            Types.NestedField.optional(9, "i", Types.TimestampType.withZone()),
            Types.NestedField.optional(10, "j", Types.TimestampType.withoutZone()),
            Types.NestedField.optional(11, "k", Types.TimestampNanoType.withZone()),
            Types.NestedField.optional(12, "l", Types.StringType.get(), "text"),
            Types.NestedField.optional(13, "m", Types.UUIDType.get()),
            Types.NestedField.optional(14, "n", Types.FixedType.ofLength(3)),
            Types.NestedField.optional(15, "o", Types.BinaryType.get()),
            Types.NestedField.optional(16, "p", Types.VariantType.get()),
            Types.NestedField.optional(17, "q", Types.GeometryType.crs84()),
            Types.NestedField.optional(18, "r", Types.GeographyType.crs84()),
            Types.NestedField.optional(19, "s", Types.UnknownType.get()),
            Types.NestedField.optional(20, "t", Types.ListType.ofRequired(21, Types.LongType.get())),
            Types.NestedField.optional(
                    22, "u", Types.MapType.ofOptional(23, 24, Types.StringType.get(), Types.DateType.get())),
            Types.NestedField.optional(
                    25,
                    "v",
                    Types.StructType.of(
                            Types.NestedField.required(26, "x", Types.DoubleType.get()),
                            Types.NestedField.optional(27, "y", Types.DoubleType.get()))));

    private final TableSchemaForm form = new TableSchemaForm();

    /**
     * Catalogs keep these bytes for the builds to come. If they change, with a library or here, the version has to be
     * raised as well: each version has its bytes.
     */
    @Test
    void versionTellsTheBytes() throws NoSuchAlgorithmException {
        byte[] bytes = form.of(new TableName("lake", List.of("sales", "eu"), "orders"), ALL_TYPES);

        assertThat(form.version()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo("a1a3c0839ce6150b6fc963c2fe2a379515322515004ffbef4382bfd76746ab9d");
    }

    @Test
    void nameIsPartOfIt() {
        Schema schema = ALL_TYPES.select("a");

        assertThat(form.of(new TableName("lake", "sales", "orders"), schema))
                .isNotEqualTo(form.of(new TableName("lake", "sales", "items"), schema));
    }
}
