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
 * Plans that an engine of this data plane died with, in a file that all its engines read: what one of them died of is
 * not tried by another. Lines are only ever added to it, each by one write; a line that is cut is one that is not there.
 */
final class Suspects {
    private static final Logger log = LoggerFactory.getLogger(Suspects.class);
    private static final int MOST = 1_000;
    private static final Duration TERM = Duration.ofDays(7);

    private final Path list;
    private final Clock clock;
    private Known known = new Known(0, FileTime.fromMillis(0), Map.of());

    /** What was read, of which version of the file. */
    private record Known(long size, FileTime modified, Map<String, Instant> since) {}

    private Suspects(Path list, Clock clock) {
        this.list = list;
        this.clock = clock;
    }

    static Suspects in(Path list, Clock clock) throws IOException {
        Suspects suspects = new Suspects(list, clock);
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
        return since != null && since.isAfter(clock.instant().minus(TERM));
    }
}
