package io.lakeflight.catalog;

import java.util.regex.Pattern;

/** Text of anybody's, such as a library's message, in which passwords may stand. */
public final class SecretText {
    private static final String HIDDEN = "(hidden)";

    /** User and password before a host. Bounded, as the text may be long and have no {@code @}. */
    private static final Pattern USER_INFO = Pattern.compile("//[^\\s/?#\"'<>]{1,512}@");

    /** As in a query, in properties, in JSON, and in headers. */
    private static final Pattern NAMED = Pattern.compile("(?i)((?:passw(?:or)?d|passphrase|pwd|secret|token|credential"
            + "|(?:api|access|account|private|secret)[-_]?key|authorization|(?<![a-z])sig(?:nature)?(?=[=\"]))"
            + "[a-z0-9_-]{0,32}\"?\\s?[=:]\\s?\"?(?:bearer |basic )?)[^\\s&,;\"'<>)\\]}]{1,4096}");

    private SecretText() {}

    /** The text with every password that can be told as one replaced. */
    public static String masked(String text) {
        String anonymous = USER_INFO.matcher(text).replaceAll("//" + HIDDEN + "@");
        return NAMED.matcher(anonymous).replaceAll("$1" + HIDDEN);
    }
}
