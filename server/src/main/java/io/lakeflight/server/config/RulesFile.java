package io.lakeflight.server.config;

import io.lakeflight.server.routing.PlaneView;
import io.lakeflight.server.routing.RoutingRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of routing as their file has them, which is read again when it changes. One that is wrong, or gone, changes
 * nothing: the rules that were in force stay so.
 */
public final class RulesFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RulesFile.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final String MISSING = "";

    private final Path file;
    private final List<PlaneView> planes;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "routing-rules");
        thread.setDaemon(true);
        return thread;
    });

    private String seen;
    private volatile List<RoutingRule> rules;

    private RulesFile(Path file, List<PlaneView> planes) {
        this.file = file;
        this.planes = List.copyOf(planes);
        this.seen = version();
        this.rules = seen.equals(MISSING) ? List.of() : RulesLoader.load(file, planes);
    }

    /**
     * Reads the file, which may be missing, and looks after it from here on.
     *
     * @param planes the data planes there are
     * @throws ConfigException with all problems
     */
    public static RulesFile open(Path file, List<PlaneView> planes) {
        RulesFile opened = new RulesFile(file, planes);
        opened.looks.scheduleWithFixedDelay(opened::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return opened;
    }

    /** The rules in force, in their order. */
    public List<RoutingRule> rules() {
        return rules;
    }

    /** Reads the file if it has changed since it was looked at last. */
    synchronized void look() {
        try {
            String version = version();
            if (!version.equals(seen)) {
                seen = version;
                reload();
            }
        } catch (RuntimeException e) {
            log.error("Reading {} failed by a bug", file, e);
        }
    }

    private void reload() {
        if (seen.equals(MISSING)) {
            log.warn("{} is gone; the {} rules it had stay in force", file, rules.size());
            return;
        }
        try {
            rules = RulesLoader.load(file, planes);
            log.info("Read {} routing rules from {}", rules.size(), file);
        } catch (ConfigException e) {
            log.error(
                    "The changed routing rules are wrong, and those before stay in force:\n{}",
                    String.join("\n", e.problems()));
        }
    }

    /** Tells one content of the file from another without reading it. */
    private String version() {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file) + " "
                    + Files.readAttributes(file, "*").get("fileKey");
        } catch (IOException e) {
            return MISSING;
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
