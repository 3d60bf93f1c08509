package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.constants.ConstantText;
import io.lakeflight.engine.spark.session.EngineSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.CatalogManager;

/**
 * All that the plan of a statement depends on but tables: its text and the values of its parameters, who asks, the current
 * catalog and schema, and every setting of the session, among them the time zone and the versions of the catalogs. As hashes,
 * because settings are many.
 *
 * @param context of who asks and where
 * @param statement of what is asked
 */
public record StatementKey(String context, String statement) {
    /** By which a table may be read at a branch that its name does not tell. */
    private static final String WRITE_AUDIT_PUBLISH = "spark.wap.";

    /** Empty of a statement whose names may mean what only this session knows, or whose parameters mean another time later. */
    public static Optional<StatementKey> of(EngineSession session, Asked asked) {
        if (session.hasTemporaries() || asked.hasText(Moments::mayBeOne)) {
            return Optional.empty();
        }
        Map<String, String> settings = session.settings();
        if (settings.keySet().stream().anyMatch(key -> key.startsWith(WRITE_AUDIT_PUBLISH))) {
            return Optional.empty();
        }
        CatalogManager catalogs = session.spark().sessionState().catalogManager();
        MessageDigest digest = sha256();
        add(digest, session.user());
        add(digest, catalogs.currentCatalog().name());
        for (String level : catalogs.currentNamespace()) {
            add(digest, level);
        }
        // Not a level: the names of two levels are no name of one.
        add(digest, new byte[0]);
        settings.forEach((key, value) -> {
            add(digest, key);
            add(digest, value);
        });
        return Optional.of(new StatementKey(hex(digest), hash(asked.statement())));
    }

    /** By which texts of one shape are known that differ in their constants, in the same context. */
    StatementKey alike(Statement statement, ConstantText text) {
        return new StatementKey(context, "constants of " + hash(text.common(statement)));
    }

    private static String hash(Statement statement) {
        MessageDigest digest = sha256();
        add(digest, statement.getSql());
        add(digest, statement.getParameters().toByteArray());
        add(digest, statement.getParameterOrderList().toString());
        add(digest, String.valueOf(statement.getApproximateDoubles()));
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        add(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    /** With its length, so that what is added before and after cannot be taken for a part of it. */
    private static void add(MessageDigest digest, byte[] bytes) {
        int length = bytes.length;
        digest.update(new byte[] {(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length});
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
