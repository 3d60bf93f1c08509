package io.lakeflight.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import io.lakeflight.benchmarks.subject.Cores;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where something was measured.
 *
 * @param cores what the systems had of the processors
 * @param load how many processes were at work on average in the minute before
 */
public record Machine(
        String system, String processor, Cores cores, long memoryBytes, double load, String java, String commit) {
    /**
     * This one.
     *
     * @param installation a checkout, whose commit is told
     * @param cores what the systems have of it
     */
    public static Machine here(Path installation, Cores cores) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                processorModel(),
                cores,
                system.getTotalMemorySize(),
                system.getSystemLoadAverage(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                describedCommit(installation));
    }

    private static String processorModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String describedCommit(Path installation) {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                    .directory(installation.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return commit.isBlank() ? "unknown" : commit.strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
