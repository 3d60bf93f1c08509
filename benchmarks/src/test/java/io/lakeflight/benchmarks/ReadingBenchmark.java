package io.lakeflight.benchmarks;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.suite.Suites;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.StatementSummary;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reading all texts of a suite, once each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class ReadingBenchmark {
    private List<String> tpch = List.of();
    private List<String> tpcds = List.of();

    @Setup
    public void read() {
        List<Case> all = Suites.find("planner").orElseThrow().cases();
        tpch = texts(all, "tpch");
        tpcds = texts(all, "tpcds");
    }

    private static List<String> texts(List<Case> all, String schema) {
        return all.stream()
                .filter(one -> one.schema().equals(schema))
                .map(one -> one.text().apply(0))
                .toList();
    }

    @Benchmark
    public void tpch(Blackhole read) {
        tpch.forEach(text -> read.consume(StatementReader.read(text)));
    }

    @Benchmark
    public void tpcds(Blackhole read) {
        tpcds.forEach(text -> read.consume(StatementReader.read(text)));
    }

    @Benchmark
    public StatementSummary shortText() {
        return StatementReader.read("SELECT o_orderkey, o_totalprice FROM orders WHERE o_custkey = 4711 LIMIT 10");
    }
}
