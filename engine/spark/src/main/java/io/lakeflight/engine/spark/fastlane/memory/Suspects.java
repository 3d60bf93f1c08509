package io.lakeflight.engine.spark.fastlane.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans that did harm in an engine of this data plane, in a file that all its engines read: what one of them found out is
 * not tried by another. Lines are only ever added to it, each by one write; a line that is cut is one that is not there.
 */
final class Suspects {
    private static final Logger log = LoggerFactory.getLogger(Suspects.class);
    private static final int MOST = 1_000;

    private final Path list;
    private final Duration term;
    private final Clock clock;
    private Known known = new Known(0, FileTime.fromMillis(0), Map.of());

    /** What was read, of which version of the file. */
    private record Known(long size, FileTime modified, Map<String, Instant> since) {}

    private Suspects(Path list, Duration term, Clock clock) {
        this.list = list;
        this.term = term;
        this.clock = clock;
    }

    /**
     * Those of all engines of a data plane.
     *
     * @param file one engine's; beside it stands the list, for all files whose names are the same up to the first dot
     * @param kind of the list, as its name ends
     * @param term for which a plan is in it
     */
    static Suspects beside(Path file, String kind, Duration term, Clock clock) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String plane = file.getFileName().toString().split("\\.", 2)[0];
        Suspects suspects = new Suspects(file.resolveSibling(plane + "." + kind), term, clock);
        suspects.shorten();
        return suspects;
    }

    private void shorten() throws IOException {
        if (Files.exists(list) && Files.readAllLines(list).size() > MOST) {
            Path next = list.resolveSibling(list.getFileName() + ".next");
            Files.write(next, lines(read(list)));
            Files.move(next, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<String> lines(Map<String, Instant> since) {
        List<String> lines = since.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        return lines.subList(Math.max(0, lines.size() - MOST / 2), lines.size());
    }

    private static Map<String, Instant> read(Path list) throws IOException {
        Map<String, Instant> since = new LinkedHashMap<>();
        for (String line : Files.readAllLines(list)) {
            String[] words = line.split(" ", -1);
            if (words.length == 2) {
                try {
                    since.put(words[0], Instant.parse(words[1]));
                } catch (DateTimeParseException e) {
                    log.debug("A line of {} is cut", list, e);
                }
            }
        }
        return since;
    }

    void add(List<String> hashes) throws IOException {
        if (hashes.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder("\n");
        hashes.forEach(
                hash -> lines.append(hash).append(' ').append(clock.instant()).append('\n'));
        Files.writeString(list, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized boolean contains(String hash) {
        try {
            BasicFileAttributes now = Files.readAttributes(list, BasicFileAttributes.class);
            if (now.size() != known.size || !now.lastModifiedTime().equals(known.modified)) {
                known = new Known(now.size(), now.lastModifiedTime(), read(list));
            }
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            log.warn("{} cannot be read", list, e);
        }
        Instant since = known.since.get(hash);
        return since != null && since.isAfter(clock.instant().minus(term));
    }
}
