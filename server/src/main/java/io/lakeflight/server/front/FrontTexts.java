package io.lakeflight.server.front;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;

/** Texts that were read, kept for the next step of the same statement, and for tools that send the same ones again. */
final class FrontTexts {
    /** A longer one is read each time, rather than be kept. */
    private static final int LONGEST_KEPT = 2_000;

    private static final int KEPT = 1_000;

    private final Function<String, FrontStatement> reader;
    private final Cache<String, FrontStatement> known =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    FrontTexts() {
        this(FrontStatement::read);
    }

    FrontTexts(Function<String, FrontStatement> reader) {
        this.reader = reader;
    }

    FrontStatement read(String sql) {
        return sql.length() > LONGEST_KEPT ? reader.apply(sql) : known.get(sql, reader);
    }
}
