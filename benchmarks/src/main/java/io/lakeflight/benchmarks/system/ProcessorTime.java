package io.lakeflight.benchmarks.system;

import java.time.Duration;

/** What a process has had of the processors; to a hundredth of a second. */
final class ProcessorTime {
    private ProcessorTime() {}

    static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
