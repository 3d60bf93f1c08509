package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.TestingLane.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever is committed meanwhile, and whichever files are removed, a query in the fast lane sees one snapshot. */
class ITFastLaneCommits {
    private static final int READERS = 2;
    /** One row; both sides of the join are the same snapshot. */
    private static final String READ = "SELECT count(*), sum(a.id), count(DISTINCT a.batch), max(b.n) FROM committed a"
            + " JOIN (SELECT batch, count(*) OVER () AS n FROM committed) b ON a.batch = b.batch AND a.id >= 0";

    private final TestingEngine engine = TestingEngine.shared();
    private final TestingLane writer = new TestingLane("fast-commits");
    /** What the query gives after each commit; a commit is told before it is begun. */
    private final Map<Integer, List<Object>> states = new ConcurrentHashMap<>();

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();

    /** @param rows of each batch, which all have the same id in it */
    private record Batch(int rows, long id) {}

    @Test
    void queriesSeeOneSnapshot() throws Exception {
        writer.execute("DROP TABLE IF EXISTS committed");
        writer.execute(
                "CREATE TABLE committed (batch INT, id BIGINT) USING iceberg TBLPROPERTIES"
                        + " ('format-version' = '3', 'write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'copy-on-write')");
        List<Batch> batches = new ArrayList<>();
        commit(batches, List.of(new Batch(7, 1)), "INSERT INTO committed SELECT 0, 1L FROM range(7)");
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        for (int index = 0; index < READERS; index++) {
            TestingLane reader = new TestingLane("fast-commits-" + index);
            readers.add(CompletableFuture.supplyAsync(() -> read(reader)));
        }

        for (int round = 1; round <= 2; round++) {
            int batch = round;
            List<Batch> more = new ArrayList<>(batches);
            more.add(new Batch(10 + round, 20 + round));
            commit(
                    batches,
                    more,
                    "INSERT INTO committed SELECT %d, %dL FROM range(%d)".formatted(batch, 20 + batch, 10 + batch));
            List<Batch> updated = batches.stream()
                    .map(each -> new Batch(each.rows, each.id + 100))
                    .toList();
            commit(batches, updated, "UPDATE committed SET id = id + 100");
            List<Batch> fewer = batches.subList(1, batches.size());
            commit(batches, fewer, "DELETE FROM committed WHERE id = " + batches.get(0).id);
            List<Batch> replaced = List.of(new Batch(5, 50 + batch));
            commit(
                    batches,
                    replaced,
                    "INSERT OVERWRITE committed SELECT %d, %dL FROM range(5)".formatted(batch, 50 + batch));
            writer.execute("CALL lake.system.expire_snapshots(table => 'db.committed', retain_last => 3,"
                    + " older_than => TIMESTAMP '2100-01-01 00:00:00')");
        }
        begun.set(-1);

        for (CompletableFuture<Integer> reader : readers) {
            assertThat(reader.join()).as("queries in the fast lane").isPositive();
        }
        assertThat(engine.server().fastLane().openAnswers()).isZero();
    }

    private void commit(List<Batch> batches, List<Batch> next, String sql) {
        List<Batch> after = List.copyOf(next);
        long rows = after.stream().mapToLong(Batch::rows).sum();
        long pairs = after.stream()
                .mapToLong(batch -> (long) batch.rows * batch.rows)
                .sum();
        long ids = after.stream()
                .mapToLong(batch -> (long) batch.rows * batch.rows * batch.id)
                .sum();
        int number = committed.get() + 1;
        states.put(number, List.of(pairs, ids, (long) after.size(), rows));
        begun.set(number);
        writer.execute(sql);
        committed.set(number);
        batches.clear();
        batches.addAll(after);
    }

    /** Reads until the last commit is made; returns how many queries were in the fast lane. */
    private int read(TestingLane reader) {
        int fast = 0;
        while (begun.get() >= 0) {
            int first = committed.get();
            Answer answer = reader.fast(READ);
            int last = states.size();
            List<List<Object>> possible = new ArrayList<>();
            for (int number = first; number <= last; number++) {
                possible.add(states.get(number));
            }
            assertThat(possible).contains(answer.rows().get(0));
            fast += answer.execution().getFast() ? 1 : 0;
        }
        return fast;
    }
}
