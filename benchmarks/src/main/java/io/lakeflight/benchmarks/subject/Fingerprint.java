package io.lakeflight.benchmarks.subject;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What an answer is compared by.
 *
 * @param types as Spark writes them
 * @param hash of all rows, the same in whatever order they come
 */
public record Fingerprint(List<String> names, List<String> types, long rows, long hash) {
    /** @param rows each a list of its values' texts */
    public static Fingerprint of(List<String> names, List<String> types, List<List<String>> rows) {
        MessageDigest digest = sha256();
        // A sum does not depend on the order, and unlike "exclusive or" tells two equal rows from none.
        long hash = 0;
        for (List<String> row : rows) {
            for (String value : row) {
                byte[] text = value.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
                digest.update(text);
            }
            hash += ByteBuffer.wrap(digest.digest()).getLong();
        }
        return new Fingerprint(names, types, rows.size(), hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
