package io.lakeflight.server.config;

import java.util.List;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    ConfigException(List<String> problems) {
        super("Cannot use the configuration:\n" + String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, starting with where it is. */
    public List<String> problems() {
        return problems;
    }
}
