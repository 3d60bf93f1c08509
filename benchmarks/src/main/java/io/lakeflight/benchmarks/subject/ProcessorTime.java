package io.lakeflight.benchmarks.subject;

import java.time.Duration;

/** What a process has had of the processors; to a hundredth of a second. */
public final class ProcessorTime {
    private ProcessorTime() {}

    public static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
