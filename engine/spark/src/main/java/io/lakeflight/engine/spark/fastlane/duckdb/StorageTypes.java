package io.lakeflight.engine.spark.fastlane.duckdb;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Whether DuckDB's vectors can be read under Spark's schema: the same types of the same columns, whatever their names. */
final class StorageTypes {
    private StorageTypes() {}

    static void require(Schema wanted, Schema found) throws WrongTypeException {
        require(wanted.getFields(), found.getFields());
    }

    private static void require(List<Field> wanted, List<Field> found) throws WrongTypeException {
        if (wanted.size() != found.size()) {
            throw new WrongTypeException(found.size() + " columns instead of " + wanted.size());
        }
        for (int index = 0; index < wanted.size(); index++) {
            Field expected = wanted.get(index);
            Field actual = found.get(index);
            if (!isSame(expected.getType(), actual.getType()) || actual.getDictionary() != null) {
                throw new WrongTypeException(actual.getType() + " instead of " + expected.getType());
            }
            require(expected.getChildren(), actual.getChildren());
        }
    }

    /** An instant is the same in every zone. */
    private static boolean isSame(ArrowType wanted, ArrowType found) {
        if (wanted instanceof ArrowType.Timestamp expected && found instanceof ArrowType.Timestamp actual) {
            return expected.getUnit() == actual.getUnit()
                    && (expected.getTimezone() == null) == (actual.getTimezone() == null);
        }
        return wanted.equals(found);
    }
}
