package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.flight.BareFlight;
import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.ProcessorTime;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.ResultStream;
import java.time.Duration;
import java.util.Optional;

/** The answers of Lakeflight, as a bare Flight server sends them that has them in memory. */
final class FlightLoop implements SystemUnderTest {
    /** What is kept of an answer: of a larger one the same batches are sent again. */
    private static final long MOST_BYTES = 64 << 20;

    private final BareFlight flight;
    private final Lakeflight lakeflight;

    FlightLoop(BareFlight flight, Lakeflight lakeflight) {
        this.flight = flight;
        this.lakeflight = lakeflight;
    }

    @Override
    public String name() {
        return "flight";
    }

    @Override
    public String description() {
        return "A Flight server of Arrow's with the first batches of each answer in memory: GetFlightInfo and DoGet";
    }

    @Override
    public void use(String schema) {
        lakeflight.use(schema);
    }

    @Override
    public Timing run(String statement) {
        long begun = System.nanoTime();
        long rows = flight.read(statement);
        return new Timing(System.nanoTime() - begun, rows);
    }

    /** Puts what it is to send into its memory; there is nothing to compare then. */
    @Override
    public Optional<Answer> answer(String statement) {
        long rows = lakeflight.run(statement).rows();
        try (ResultStream stream = lakeflight.open(statement)) {
            BareFlight.Put put = flight.put(statement, rows, stream.root());
            long bytes = 0;
            boolean isMore = stream.next();
            while (isMore && bytes < MOST_BYTES) {
                put.batch();
                bytes += stream.root().getFieldVectors().stream()
                        .mapToLong(vector -> vector.getBufferSize())
                        .sum();
                isMore = stream.next();
            }
            put.end();
            if (isMore) {
                stream.cancel();
            }
        }
        return Optional.empty();
    }

    @Override
    public Duration processorTime() {
        return ProcessorTime.of(flight.process());
    }
}
