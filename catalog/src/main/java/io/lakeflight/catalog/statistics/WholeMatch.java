package io.lakeflight.catalog.statistics;

import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.And;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Projections;
import org.apache.iceberg.expressions.StrictMetricsEvaluator;

/**
 * Tells whether a filter surely holds for all rows of a data file: each of its parts by the file's partition or by its
 * statistics.
 */
final class WholeMatch {
    private final List<Part> parts;

    /** One of the conditions that must all hold. */
    private record Part(StrictMetricsEvaluator statistics, Evaluator partition) {
        boolean holdsFor(DataFile file) {
            return statistics.eval(file) || partition.eval(file.partition());
        }
    }

    /** @param spec by which the files are partitioned */
    WholeMatch(Schema schema, PartitionSpec spec, Expression must, boolean caseSensitive) {
        parts = parts(must)
                .map(part -> new Part(
                        new StrictMetricsEvaluator(schema, part, caseSensitive),
                        new Evaluator(
                                spec.partitionType(),
                                Projections.strict(spec, caseSensitive).project(part),
                                caseSensitive)))
                .toList();
    }

    private static Stream<Expression> parts(Expression filter) {
        return filter instanceof And and ? Stream.concat(parts(and.left()), parts(and.right())) : Stream.of(filter);
    }

    boolean holdsFor(DataFile file) {
        return parts.stream().allMatch(part -> part.holdsFor(file));
    }
}
