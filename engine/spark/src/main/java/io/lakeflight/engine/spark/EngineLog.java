package io.lakeflight.engine.spark;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * Standard error, which is an engine's log, without the credentials of catalogs, wherever they stand in a line: an object
 * store that refuses them may name them in its answer. What looks like a password is the log's own layout to hide.
 *
 * <p>The credentials are static because Iceberg makes catalogs by their class names, and hands them only properties.
 */
final class EngineLog extends OutputStream {
    private static final String HIDDEN = "(hidden)";
    private static final int SHORTEST = 6;
    private static final int LONGEST_LINE = 1 << 20;

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(passw|pwd|secret|token|credential|key|sas|private|authoriz).*");

    /** As they are in bytes, the longest first: one may be the beginning of another. */
    private static final Set<String> SECRETS = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final OutputStream log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private EngineLog(OutputStream log) {
        this.log = log;
    }

    /** Has all that goes to standard error from now on go through this; before anything is logged. */
    static void open() {
        OutputStream log = new EngineLog(new FileOutputStream(FileDescriptor.err));
        System.setErr(new PrintStream(log, false, StandardCharsets.UTF_8));
    }

    /** Has the secrets among a catalog's properties written nowhere. */
    static void hide(Map<String, String> properties) {
        properties.forEach((property, value) -> {
            if (SECRET.matcher(property).matches() && value.length() >= SHORTEST) {
                SECRETS.add(bytewise(value));
            }
        });
    }

    /** One character for each byte, so that any text comes out as it went in. */
    private static String bytewise(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Override
    public synchronized void write(int character) throws IOException {
        line.write(character);
        if (character == '\n' || line.size() > LONGEST_LINE) {
            flush();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        line.write(bytes, offset, length);
        if (line.size() > LONGEST_LINE || (length > 0 && bytes[offset + length - 1] == '\n')) {
            flush();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        for (String secret : SECRETS) {
            text = text.replace(secret, HIDDEN);
        }
        log.write(text.getBytes(StandardCharsets.ISO_8859_1));
        log.flush();
    }
}
