package io.lakeflight.engine.spark.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.engine.spark.error.EngineException;
import java.lang.reflect.Field;
import java.util.stream.Stream;
import org.apache.iceberg.spark.procedures.SparkProcedures;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestProcedureColumns {
    @ParameterizedTest
    @MethodSource("procedures")
    void columnsAreIcebergsOwn(String procedure) throws ReflectiveOperationException {
        // The builder is an anonymous class inside the procedure's, which keeps its columns to itself.
        Class<?> type = SparkProcedures.newBuilder(procedure).getClass().getEnclosingClass();
        Field columns = type.getDeclaredField("OUTPUT_TYPE");
        columns.setAccessible(true);

        assertThat(ProcedureColumns.of(procedure)).isEqualTo((StructType) columns.get(null));
    }

    @Test
    void unknownProcedureIsRefused() {
        assertThatThrownBy(() -> ProcedureColumns.of("nonesuch"))
                .isInstanceOf(EngineException.class)
                .hasMessage("The procedure nonesuch is not supported");
    }

    static Stream<String> procedures() {
        return SparkProcedures.names().stream().sorted();
    }
}
