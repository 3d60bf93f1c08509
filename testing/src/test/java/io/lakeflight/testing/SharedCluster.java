package io.lakeflight.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the one cluster of this module, and the bare Spark and the S3 service beside it: each is started when first asked for and
 * closed after the last test, because a Spark start costs seconds.
 */
final class SharedCluster implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

    /** Both processes; the bare Spark is started only by tests that compare with it. */
    private static final class Processes implements AutoCloseable {
        private final TestingCluster cluster = startCluster();
        private BareSpark bareSpark;
        private TestingS3 s3;

        private static TestingCluster startCluster() {
            TestingCluster cluster = TestingCluster.builder().sampleScale(0.01).start();
            cluster.update("CREATE NAMESPACE lake.it");
            return cluster;
        }

        synchronized BareSpark bareSpark() {
            if (bareSpark == null) {
                bareSpark = BareSpark.start(
                        cluster.icebergUri(),
                        Path.of("target/bare-spark"),
                        List.of(),
                        Map.of("spark.sql.shuffle.partitions", "4"));
            }
            return bareSpark;
        }

        synchronized TestingS3 s3() {
            if (s3 == null) {
                s3 = TestingS3.start();
            }
            return s3;
        }

        @Override
        public synchronized void close() {
            if (s3 != null) {
                s3.close();
            }
            if (bareSpark != null) {
                bareSpark.close();
            }
            cluster.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestingCluster.class || type == BareSpark.class || type == TestingS3.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Processes processes = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Processes.class, type -> new Processes(), Processes.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == TestingS3.class) {
            return processes.s3();
        }
        return type == TestingCluster.class ? processes.cluster : processes.bareSpark();
    }
}
