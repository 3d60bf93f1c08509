package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.SystemUnderTest;
import io.lakeflight.testing.ResultStream;
import io.lakeflight.testing.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lakeflight with answers that are too large to compare row by row. */
final class Transferred implements SystemUnderTest {
    private final Lakeflight lakeflight;

    Transferred(Lakeflight lakeflight) {
        this.lakeflight = lakeflight;
    }

    @Override
    public String name() {
        return lakeflight.name();
    }

    @Override
    public String description() {
        return lakeflight.description() + " that counts the rows of each batch";
    }

    @Override
    public void use(String schema) {
        lakeflight.use(schema);
    }

    @Override
    public Timing run(String statement) {
        return lakeflight.run(statement);
    }

    @Override
    public Optional<Answer> answer(String statement) {
        ColumnSums sums = new ColumnSums();
        try (ResultStream stream = lakeflight.open(statement)) {
            while (stream.next()) {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                Rows.add(stream.root(), rows);
                rows.forEach(row -> sums.add(row.toArray()));
            }
        }
        return Optional.of(sums.answer());
    }

    @Override
    public Duration processorTime() {
        return lakeflight.processorTime();
    }
}
