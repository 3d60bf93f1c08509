import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.types.StructField;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A SparkSession with nothing of Lakeflight in it, over the same Iceberg tables: argument 0 is the REST catalog's
 * address, others are Spark properties, {@code key=value}. Reads one statement per line, base64, and writes one line per
 * statement: base64 of the result as JSON. {@code run}, {@code arrow} or {@code plan} and a blank before a statement ask how
 * long it took, instead of its rows; {@code burst} has several clients run several statements. Started from its source with the engine's class path, because Spark and the server must not
 * share one.
 */
final class BareSpark {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        // Tasks find classes of this file, too.
        Thread.currentThread().setContextClassLoader(BareSpark.class.getClassLoader());
        SparkSession spark = start(arguments);
        BufferedReader statements = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = statements.readLine(); line != null; line = statements.readLine()) {
            int blank = line.indexOf(' ');
            String statement =
                    new String(Base64.getDecoder().decode(line.substring(blank + 1)), StandardCharsets.UTF_8);
            byte[] answer = JSON.writeValueAsBytes(answer(spark, line.substring(0, Math.max(blank, 0)), statement));
            answers.println(Base64.getEncoder().encodeToString(answer));
            answers.flush();
        }
        spark.stop();
    }

    private static SparkSession start(String[] arguments) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
                .config("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.lake.type", "rest")
                .config("spark.sql.catalog.lake.uri", arguments[0])
                .config("spark.sql.catalog.lake.warehouse", "lake")
                .config("spark.sql.catalog.lake.cache-enabled", "false")
                .config("spark.sql.defaultCatalog", "lake");
        for (String property : List.of(arguments).subList(1, arguments.length)) {
            builder.config(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        return builder.getOrCreate();
    }

    private static Map<String, Object> answer(SparkSession spark, String action, String statement) {
        try {
            return switch (action) {
                case "run" -> run(spark, statement);
                case "arrow" -> arrow(spark, statement);
                case "burst" -> burst(spark, statement);
                case "plan" -> plan(spark, statement);
                default -> rows(spark, statement);
            };
        } catch (Exception e) {
            return Map.of("error", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> rows(SparkSession spark, String statement) {
        Dataset<Row> result = spark.sql(statement);
        List<List<String>> rows = new ArrayList<>();
        for (Row row : result.collectAsList()) {
            rows.add(texts(row));
        }
        List<StructField> fields = List.of(result.schema().fields());
        return Map.of(
                "names", fields.stream().map(StructField::name).toList(),
                "types",
                        fields.stream()
                                .map(field -> field.dataType().catalogString())
                                .toList(),
                "rows", rows);
    }

    private static Map<String, Object> run(SparkSession spark, String statement) {
        long begun = System.nanoTime();
        int count = spark.sql(statement).collectAsList().size();
        return Map.of("nanos", System.nanoTime() - begun, "count", count);
    }

    /** As Spark hands rows to Python and to Connect's clients: partitions as Arrow batches, dropped as they arrive. */
    private static Map<String, Object> arrow(SparkSession spark, String statement) {
        long begun = System.nanoTime();
        RDD<byte[]> batches = ((org.apache.spark.sql.classic.Dataset<Row>) spark.sql(statement)).toArrowBatchRdd();
        LongAdder bytes = new LongAdder();
        spark.sparkContext()
                .runJob(
                        batches,
                        new Collect(),
                        new AbstractFunction2<Object, byte[][], BoxedUnit>() {
                            @Override
                            public BoxedUnit apply(Object partition, byte[][] arrived) {
                                List.of(arrived).forEach(batch -> bytes.add(batch.length));
                                return BoxedUnit.UNIT;
                            }
                        },
                        ClassTag$.MODULE$.apply(byte[][].class));
        long nanos = System.nanoTime() - begun;
        return Map.of("nanos", nanos, "count", bytes.sum());
    }

    /** What a task does with the batches of its partition. */
    private static final class Collect extends AbstractFunction1<scala.collection.Iterator<byte[]>, byte[][]>
            implements Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public byte[][] apply(scala.collection.Iterator<byte[]> batches) {
            List<byte[]> all = new ArrayList<>();
            while (batches.hasNext()) {
                all.add(batches.next());
            }
            return all.toArray(byte[][]::new);
        }
    }

    /**
     * Several clients with a session each, that take the next statement as soon as they have all rows of the last one. The
     * first line is a JSON list: how many clients, a statement that is run all the while or null, and the schema; then come
     * the statements, a JSON list, too.
     */
    private static Map<String, Object> burst(SparkSession spark, String text) throws Exception {
        String[] lines = text.split("\n", 2);
        List<?> head = JSON.readValue(lines[0], List.class);
        int clients = (Integer) head.get(0);
        Queue<String> left = new ConcurrentLinkedQueue<>();
        for (Object statement : JSON.readValue(lines[1], List.class)) {
            left.add((String) statement);
        }
        // Opened before the clock runs, as clients of a server have theirs.
        List<SparkSession> sessions = new ArrayList<>();
        for (int client = 0; client <= clients; client++) {
            SparkSession session = spark.newSession();
            session.sql("USE lake." + head.get(2));
            sessions.add(session);
        }
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(clients + 1);
        Optional<Future<?>> heavy = Optional.empty();
        try {
            if (head.get(1) != null) {
                Future<?> repeated =
                        threads.submit(() -> repeat(sessions.get(clients), (String) head.get(1), isOver));
                heavy = Optional.of(repeated);
            }
            LongAdder rows = new LongAdder();
            Queue<Long> nanos = new ConcurrentLinkedQueue<>();
            long begun = System.nanoTime();
            List<Future<?>> ends = new ArrayList<>();
            for (SparkSession session : sessions.subList(0, clients)) {
                ends.add(threads.submit(() -> {
                    for (String statement = left.poll(); statement != null; statement = left.poll()) {
                        long sent = System.nanoTime();
                        rows.add(session.sql(statement).collectAsList().size());
                        nanos.add(System.nanoTime() - sent);
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            if (heavy.isPresent() && heavy.get().isDone()) {
                heavy.get().get();
            }
            return Map.of("nanos", System.nanoTime() - begun, "count", rows.sum(), "each", List.copyOf(nanos));
        } finally {
            isOver.set(true);
            threads.shutdown();
            // It may have been between two jobs, and begin the next one.
            do {
                spark.sparkContext().cancelJobGroup("heavy");
            } while (!threads.awaitTermination(100, TimeUnit.MILLISECONDS));
        }
    }

    private static void repeat(SparkSession session, String statement, AtomicBoolean isOver) {
        session.sparkContext().setJobGroup("heavy", "heavy", true);
        while (!isOver.get()) {
            try {
                session.sql(statement).collectAsList();
            } catch (Exception e) {
                // At the end it is canceled.
                if (!isOver.get()) {
                    throw new IllegalStateException("the heavy statement failed: " + e.getMessage(), e);
                }
            }
        }
    }

    /** Parses, analyses and optimizes; runs nothing. */
    private static Map<String, Object> plan(SparkSession spark, String statement) throws Exception {
        long begun = System.nanoTime();
        LogicalPlan parsed = ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .sqlParser()
                .parsePlan(statement);
        ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .executePlan(parsed, CommandExecutionMode.SKIP())
                .optimizedPlan();
        return Map.of("nanos", System.nanoTime() - begun, "count", 0);
    }

    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            texts.add(text(row.get(i)));
        }
        return texts;
    }

    private static String text(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return "'" + text + "'";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof Period months) {
            return months.normalized().toString();
        }
        if (value instanceof Seq<?> list) {
            return CollectionConverters.asJava(list).stream()
                    .map(BareSpark::text)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return CollectionConverters.asJava(map).entrySet().stream()
                    .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Row struct) {
            List<String> names = List.of(struct.schema().fieldNames());
            return names.stream()
                    .map(name -> text(name) + ": " + text(struct.get(struct.fieldIndex(name))))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }
}
