package io.lakeflight.engine.spark;

import org.apache.spark.sql.classic.SparkSession;

/** The Spark of the JVM's engine, for tests of other packages. */
public final class TestingSpark {
    private TestingSpark() {}

    /** A session like a client's: with the engine's extensions and without anybody else's settings. */
    public static SparkSession newSession() {
        TestingEngine.shared();
        return SparkSession.getDefaultSession().get().newSession();
    }
}
