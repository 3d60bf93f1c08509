package io.lakeflight.server;

import java.util.Optional;

/** The version of this build, as its jar's manifest says. */
public final class Version {
    /** Of a server that does not run from a jar. */
    private static final String UNPACKAGED = "0.1.0-SNAPSHOT";

    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse(UNPACKAGED);
    }

    private Version() {}
}
