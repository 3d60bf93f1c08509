package io.lakeflight.server.flight.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSqlInfoAnswer {
    private static final Map<Integer, SqlInfoValue> FACTS = SqlInfoFacts.of("1.2.3");

    @Test
    void everyNumberOfTheProtocolButSubstraitVersionsIsTold() {
        List<Integer> numbers = new ArrayList<>();
        for (SqlInfo info : SqlInfo.values()) {
            if (info != SqlInfo.UNRECOGNIZED
                    && info != SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT_MIN_VERSION
                    && info != SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT_MAX_VERSION) {
                numbers.add(info.getNumber());
            }
        }

        assertThat(FACTS.keySet()).containsExactlyInAnyOrderElementsOf(numbers);
    }

    /** The slots of {@code clients.md} 1.6; a client reads one slot for a number and nothing from the others. */
    @ParameterizedTest
    @CsvSource({
        "0 1 2 504 513 514 529 530 531, 0",
        "3 4 5 9 10 11 500 501 502 506 515 516 518 519 520 521 523 524 527 532 536 537 539 556 563 565 566 572 573"
                + " 574 575 576, 1",
        "503 505 507 541 542 543 544 545 546 547 548 549 550 551 552 553 554 555 557 558 559 560 561 562, 2",
        "8 100 101 522 525 526 528 533 534 535 538 540 564 567 568 569 570 571, 3",
        "508 509 510 511 512, 4",
        "517, 5"
    })
    void factIsInItsSlot(String numbers, byte slot) {
        for (String number : numbers.split(" ")) {
            try (Answer answer = new Answer(Integer.parseInt(number))) {
                assertThat(answer.values.getTypeId(0)).as(number).isEqualTo(slot);
            }
        }
    }

    @Test
    void factsKeepTheirValuesBesideEachOther() {
        try (Answer answer = new Answer(508, 0, 517, 512, 4, 503, 8, 514, 3)) {
            List<Object> values = IntStream.range(0, 9)
                    .mapToObj(row -> answer.values.getObject(row))
                    .toList();

            assertThat(values.get(0)).hasToString("[\"ANTI\",\"COLLATION\",\"MINUS\",\"OFFSET\",\"SEMI\"]");
            assertThat(values.get(1)).hasToString("Lakeflight");
            assertThat(values.get(2).toString()).startsWith("[{\"key\":0,\"value\":[0,");
            assertThat(values.get(3).toString()).contains("CURRENT_DATE").doesNotContain("ANTI");
            assertThat(values.get(4)).isEqualTo(true);
            assertThat(values.get(5)).isEqualTo(1L);
            assertThat(values.get(6)).isEqualTo(0);
            assertThat(values.get(7)).hasToString("");
            assertThat(values.get(8)).isEqualTo(false);
        }
    }

    /** The union of the given facts, as it would be sent. */
    private static final class Answer implements AutoCloseable {
        private final RootAllocator allocator = new RootAllocator();
        private final VectorSchemaRoot root = VectorSchemaRoot.create(Schemas.GET_SQL_INFO_SCHEMA, allocator);
        private final DenseUnionVector values = (DenseUnionVector) root.getVector("value");

        Answer(int... numbers) {
            for (int row = 0; row < numbers.length; row++) {
                FACTS.get(numbers[row]).write(values, row);
            }
            root.setRowCount(numbers.length);
        }

        @Override
        public void close() {
            root.close();
            allocator.close();
        }
    }
}
