package io.lakeflight.engine.spark.fastlane.files;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

final class TestFileFields {
    private static final Types.NestedField PLACE = optional(
            1,
            "place",
            Types.StructType.of(
                    optional(2, "city", Types.StringType.get()), optional(3, "code", Types.IntegerType.get())));

    @Test
    void structWhoseFieldsAreThereIsReadable() {
        assertThat(fileWith("city", "code").isReadable(PLACE)).isTrue();
    }

    @Test
    void structThatIsNotThereIsReadable() {
        assertThat(new FileFields.Builder().build().isReadable(PLACE)).isTrue();
    }

    @Test
    void renamedFieldIsNotFound() {
        assertThat(fileWith("town", "code").isReadable(PLACE)).isFalse();
        assertThat(fileWith("City", "code").isReadable(PLACE)).isFalse();
    }

    @Test
    void namesThatDifferInCaseAreTakenForOne() {
        FileFields.Builder file = new FileFields.Builder();
        file.add("schema", 1, FileFields.NO_ID);
        file.add("place", 3, 1);
        file.add("City", 0, 9);
        file.add("city", 0, 2);
        file.add("code", 0, 3);

        assertThat(file.build().isReadable(PLACE)).isFalse();
    }

    private static FileFields fileWith(String city, String code) {
        FileFields.Builder file = new FileFields.Builder();
        file.add("schema", 1, FileFields.NO_ID);
        file.add("place", 2, 1);
        file.add(city, 0, 2);
        file.add(code, 0, 3);
        return file.build();
    }
}
