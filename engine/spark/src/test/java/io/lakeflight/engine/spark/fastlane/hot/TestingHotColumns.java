package io.lakeflight.engine.spark.fastlane.hot;

import java.util.function.Supplier;

/** Answers with all columns decoded before they are read, or none. */
public final class TestingHotColumns {
    private TestingHotColumns() {}

    public static <T> T withAll(HotColumns hot, Supplier<T> asked) {
        return with(hot, HotColumns.Mode.ALL, asked);
    }

    public static <T> T withNone(HotColumns hot, Supplier<T> asked) {
        return with(hot, HotColumns.Mode.NONE, asked);
    }

    private static <T> T with(HotColumns hot, HotColumns.Mode mode, Supplier<T> asked) {
        hot.use(mode);
        try {
            return asked.get();
        } finally {
            hot.use(HotColumns.Mode.AS_USED);
        }
    }
}
