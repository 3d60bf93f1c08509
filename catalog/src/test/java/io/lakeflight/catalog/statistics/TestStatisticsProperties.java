package io.lakeflight.catalog.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.statistics.ColumnStatistics.Bound;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/** Whatever is written, deleted and changed, and whatever the filter: no figure is exact that is not right, none is unsound. */
class TestStatisticsProperties {
    private static final int FILTERS = 8;

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void figuresAreTrueOfTheRowsThatAreThere(
            @ForAll("histories") TableHistory history, @ForAll("filters") List<FilterSeed> filters) throws IOException {
        try (TestingTable table = history.play();
                StatisticsSource source = StatisticsSource.open(StatisticsConfig.DEFAULTS)) {
            StatisticsRequest current = StatisticsRequest.current(table.load());
            List<Record> rows = table.rows();
            check(source, current, rows, filters);
            Snapshot earlier = history.pickSnapshot(table.table());
            if (earlier != null) {
                check(
                        source,
                        StatisticsRequest.asOf(table.load(), earlier.snapshotId()),
                        table.rows(earlier.snapshotId()),
                        filters);
            }
        }
    }

    private static void check(
            StatisticsSource source, StatisticsRequest request, List<Record> rows, List<FilterSeed> filters)
            throws IOException {
        new Check(request, rows).of(source.read(request));
        assertThat(source.read(request.ofColumns(Set.of())).rows())
                .satisfies(figure -> assertHolds(figure, rows.size(), "all rows"));
        for (FilterSeed seed : filters) {
            Expression filter = seed.filter(request.schema());
            List<Record> matching = new SqlFilter(request.schema(), filter).matching(rows);
            StatisticsRequest filtered = request.where(filter, true);
            new Check(filtered, matching).of(source.read(filtered));
        }
        StatisticsRequest one = request.where(filters.get(0).filter(request.schema()), true);
        assertThat(source.read(one).files().least())
                .as("files left by %s", one.filter())
                .isGreaterThanOrEqualTo(scannedFiles(request.table(), one));
    }

    private static long scannedFiles(Table table, StatisticsRequest request) throws IOException {
        Snapshot snapshot = request.snapshot();
        boolean isCurrent = snapshot == table.currentSnapshot();
        if (snapshot == null || (isCurrent && request.schema() != table.schema())) {
            // Iceberg's scan of the latest snapshot by its own schema confuses it with the table's.
            return 0;
        }
        TableScan scan = isCurrent ? table.newScan() : table.newScan().useSnapshot(snapshot.snapshotId());
        long files = 0;
        try (CloseableIterable<FileScanTask> tasks =
                scan.filter(request.filter()).planFiles()) {
            for (FileScanTask task : tasks) {
                files += task.file().recordCount() > 0 ? 1 : 0;
            }
        }
        return files;
    }

    private static void assertHolds(Figure figure, long truth, String what) {
        assertThat(truth).as("%s within %s", what, figure).isBetween(figure.least(), figure.most());
    }

    /** Statistics against the rows that they are of. */
    private record Check(StatisticsRequest request, List<Record> rows) {
        void of(TableStatistics statistics) {
            assertHolds(statistics.rows(), rows.size(), "rows of " + request.filter());
            assertThat(statistics.columns()).hasSameSizeAs(request.columns());
            statistics.columns().forEach(this::ofColumn);
        }

        private void ofColumn(int id, ColumnStatistics column) {
            String name = request.schema().findColumnName(id);
            List<Object> values = rows.stream().map(row -> SqlFilter.value(request.schema(), row, id)).toList().stream()
                    .filter(Objects::nonNull)
                    .toList();
            String what = " of " + name + " where " + request.filter();
            List<Object> numbers =
                    values.stream().filter(value -> !SqlFilter.isNan(value)).toList();
            assertHolds(column.values(), values.size(), "values" + what);
            assertHolds(column.nulls(), rows.size() - values.size(), "nulls" + what);
            assertHolds(column.nans(), values.size() - numbers.size(), "NaNs" + what);
            ofBound(column.lower(), values, numbers, SqlFilter.order(), "lower bound" + what);
            ofBound(column.upper(), values, numbers, SqlFilter.order().reversed(), "upper bound" + what);
            if (column.values().most() == 0) {
                assertThat(column.lower()).isNull();
            }
        }

        private static void ofBound(
                Bound bound, List<Object> values, List<Object> numbers, Comparator<Object> order, String what) {
            if (bound == null) {
                return;
            }
            for (Object number : numbers) {
                assertThat(order.compare(bound.value(), number))
                        .as("%s %s and the value %s", what, bound, number)
                        .isLessThanOrEqualTo(0);
            }
            if (bound.exact()) {
                assertThat(values)
                        .as("%s %s is exact", what, bound)
                        .isNotEmpty()
                        .hasSameSizeAs(numbers);
                assertThat(bound.value()).as(what).isEqualTo(Collections.min(numbers, order));
            }
        }
    }

    @Provide
    Arbitrary<TableHistory> histories() {
        Arbitrary<List<Integer>> picks =
                Arbitraries.integers().between(0, 63).list().ofSize(TableHistory.PICKS);
        Arbitrary<TableHistory.Step> steps = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(6, Arbitraries.just(TableHistory.Kind.APPEND)),
                                Tuple.of(4, Arbitraries.of(TableHistory.Kind.class))),
                        picks.list().ofMinSize(1).ofMaxSize(3))
                .as(TableHistory.Step::new);
        return Combinators.combine(
                        Arbitraries.of(2, 3),
                        steps.list().ofMinSize(1).ofMaxSize(7),
                        Arbitraries.integers().between(0, 63))
                .as(TableHistory::new);
    }

    @Provide
    Arbitrary<List<FilterSeed>> filters() {
        Arbitrary<FilterSeed> leaf =
                Arbitraries.integers().between(0, 1023).list().ofSize(4).map(FilterSeed::leaf);
        Arbitrary<FilterSeed> filter = Arbitraries.lazyOf(
                () -> leaf,
                () -> leaf,
                () -> Combinators.combine(leaf, leaf).as(FilterSeed::and),
                () -> Combinators.combine(leaf, leaf).as(FilterSeed::or),
                () -> leaf.map(FilterSeed::not),
                () -> Combinators.combine(leaf, leaf, leaf)
                        .as((a, b, c) -> FilterSeed.not(FilterSeed.or(FilterSeed.and(a, b), c))));
        return filter.list().ofSize(FILTERS);
    }
}
