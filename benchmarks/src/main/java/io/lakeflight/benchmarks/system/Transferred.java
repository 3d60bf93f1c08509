package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.RowsHash;
import io.lakeflight.benchmarks.subject.Variant;
import io.lakeflight.testing.ResultStream;
import io.lakeflight.testing.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lakeflight with answers that are too large to compare row by row. */
record Transferred(Lakeflight original) implements Variant {
    @Override
    public String description() {
        return original.description() + " that counts the rows of each batch";
    }

    @Override
    public Optional<Answer> answer(String statement) {
        RowsHash hash = new RowsHash();
        try (ResultStream stream = original.open(statement)) {
            while (stream.next()) {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                Rows.add(stream.root(), rows);
                rows.forEach(row -> hash.add(row.toArray()));
            }
        }
        return Optional.of(hash.answer());
    }
}
