package io.lakeflight.benchmarks.subject;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that statements are sent to, one at a time. */
public interface SystemUnderTest {
    /** In tables and files: {@code spark}. */
    String name();

    /** Its version and what is to be known of how it runs, in one line. */
    String description();

    /** The statements that follow are about tables of this schema. */
    void use(String schema);

    /** How long it takes until the statement is answered whole. */
    Timing run(String statement);

    /** What it answers; empty if there are no answers to compare. */
    Optional<Answer> answer(String statement);

    /** What its processes have had of the processors since they started. */
    Duration processorTime();

    /** Whether its answers are those that others must give. */
    default boolean isReference() {
        return false;
    }

    /** Whether its answers have Spark's types and texts; else their values are compared, numbers to the sixth digit. */
    default boolean answersAsSpark() {
        return true;
    }

    /**
     * One statement.
     *
     * @param rows of its answer
     * @param parts what else was measured of it
     */
    record Timing(long nanos, long rows, List<Part> parts) {
        public Timing(long nanos, long rows) {
            this(nanos, rows, List.of());
        }
    }

    /**
     * Something within a statement.
     *
     * @param name of it, after the case's name
     * @param value nanoseconds or bytes
     */
    record Part(String name, Figure figure, long value) {}
}
