package io.lakeflight.benchmarks.system;

import java.time.Duration;
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

    /** The same for the same answer, in whatever order its rows are; empty if there are no answers to compare. */
    Optional<Fingerprint> fingerprint(String statement);

    /** What its processes have had of the processors since they started. */
    Duration processorTime();

    /**
     * One statement.
     *
     * @param rows of its answer
     */
    record Timing(long nanos, long rows) {}
}
