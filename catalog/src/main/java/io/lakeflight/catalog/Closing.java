package io.lakeflight.catalog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what nobody waits for. */
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log.warn("A catalog's client did not close", e);
        }
    }
}
