package io.lakeflight.server.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.lakeflight.catalog.SecretText;

/**
 * Lines of a log, message and stack trace alike, without the passwords that libraries write into them: the clients of
 * catalogs name the address they were given, with all that is in it.
 */
public final class MaskedLayout extends PatternLayout {
    @Override
    public String doLayout(ILoggingEvent event) {
        return SecretText.masked(super.doLayout(event));
    }
}
