package io.lakeflight.catalog;

import java.util.regex.Pattern;

/** Addresses as they may be shown. */
final class Uris {
    /** A password may have an {@code @} that nobody has escaped. */
    private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)([?&;][^=&;]*(?:passw|pwd|secret|token|credential|key)[^=&;]*=)[^&;]*");

    private Uris() {}

    /** The text without user name and password before the host, and without secret parameters. */
    static String withoutCredentials(String text) {
        String anonymous = USER_INFO.matcher(text).replaceAll("//");
        return SECRET_PARAMETER.matcher(anonymous).replaceAll("$1(hidden)");
    }
}
