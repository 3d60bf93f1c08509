package io.lakeflight.benchmarks.subject;

import java.time.Duration;
import java.util.stream.Stream;

/** What a process has had of the processors; to a hundredth of a second. */
public final class ProcessorTime {
    private ProcessorTime() {}

    public static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Of a process and those it has started. */
    public static Duration ofAll(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(ProcessorTime::of)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
