import io.lakeflight.benchmarks.peer.StatementLoop;
import java.io.OutputStream;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Sends statements to Spark Connect by its own client: the argument is its address. Started from its source with the
 * client's class path, because nothing else here must have Spark on its own.
 */
final class ConnectProgram implements StatementLoop.Client {
    private final SparkSession spark;

    private ConnectProgram(SparkSession spark) {
        this.spark = spark;
    }

    public static void main(String[] arguments) throws Exception {
        OutputStream answers = System.out;
        // What libraries print must not come between answers.
        System.setOut(System.err);
        SparkSession spark = org.apache.spark.sql.connect.SparkSession.builder()
                .remote(arguments[0])
                .config("spark.sql.datetime.java8API.enabled", "true")
                .getOrCreate();
        StatementLoop.run(new ConnectProgram(spark), System.in, answers);
        // The client has threads that outlive its last statement.
        System.exit(0);
    }

    @Override
    public void update(String statement) {
        spark.sql(statement).collectAsList();
    }

    @Override
    public long query(String statement, StatementLoop.Rows kept) {
        List<Row> rows = spark.sql(statement).collectAsList();
        for (Row row : rows) {
            Object[] values = new Object[row.size()];
            for (int column = 0; column < values.length; column++) {
                values[column] = row.get(column);
            }
            kept.add(values);
        }
        return rows.size();
    }
}
