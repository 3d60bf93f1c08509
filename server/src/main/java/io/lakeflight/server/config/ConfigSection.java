package io.lakeflight.server.config;

import io.lakeflight.server.units.Units;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One section of a configuration file, read key by key.
 *
 * <p>A key that is missing or wrong gives its default; what is wrong is added to the problems. After the last key,
 * {@link #refuseUnknownKeys} reports those that nobody asked for.
 */
final class ConfigSection {
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    /** How a problem of the section as a whole begins. */
    private final String self;

    private final String path;
    private final Map<String, ConfigNode> entries;
    private final List<String> problems;
    private final Set<String> known = new TreeSet<>();

    ConfigSection(String path, Map<String, ConfigNode> entries, List<String> problems) {
        this(path, path, entries, problems);
    }

    private ConfigSection(String self, String path, Map<String, ConfigNode> entries, List<String> problems) {
        this.self = self;
        this.path = path;
        this.entries = entries;
        this.problems = problems;
    }

    ConfigSection section(String key) {
        known.add(key);
        return new ConfigSection(pathOf(key), mapping(key), problems);
    }

    /** The sections of a section whose keys are free, in the order of the file. */
    Map<String, ConfigSection> sections(String key) {
        known.add(key);
        Map<String, ConfigSection> sections = new LinkedHashMap<>();
        ConfigSection parent = new ConfigSection(pathOf(key), mapping(key), problems);
        parent.entries.keySet().forEach(name -> sections.put(name, parent.section(name)));
        return sections;
    }

    /** The sections of a list of sections. */
    List<ConfigSection> items(String key) {
        known.add(key);
        ConfigNode node = entries.get(key);
        if (node == null || node instanceof ConfigNode.Nothing) {
            return List.of();
        }
        if (!(node instanceof ConfigNode.Sequence sequence)) {
            problems.add(node.place() + ": " + pathOf(key) + ": is " + node.kind() + " (expected: a list)");
            return List.of();
        }
        List<ConfigSection> sections = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            ConfigNode item = sequence.items().get(i);
            String itemPath = "%s[%d]".formatted(pathOf(key), i + 1);
            if (item instanceof ConfigNode.Mapping mapping) {
                sections.add(new ConfigSection(item.place() + ": " + itemPath, itemPath, mapping.entries(), problems));
            } else {
                problems.add(item.place() + ": " + itemPath + ": is " + item.kind() + " (expected: a section of keys)");
            }
        }
        return sections;
    }

    /** One value, or a list of values, of which none may be missing; empty without the key. */
    <T> List<T> list(String key, Function<String, T> reader) {
        if (!(entries.get(key) instanceof ConfigNode.Sequence sequence)) {
            return optional(key, reader).stream().toList();
        }
        known.add(key);
        List<T> values = new ArrayList<>();
        for (ConfigNode item : sequence.items()) {
            read(item, item.place() + ": " + pathOf(key) + ": ", reader).ifPresent(values::add);
        }
        if (sequence.items().isEmpty()) {
            problems.add(sequence.place() + ": " + pathOf(key) + ": is an empty list (expected: at least one value)");
        }
        return values;
    }

    /** A section whose keys are free, each with one value or a list of values. */
    <T> Map<String, List<T>> lists(String key, Function<String, T> reader) {
        known.add(key);
        ConfigSection inner = new ConfigSection(pathOf(key), mapping(key), problems);
        Map<String, List<T>> lists = new LinkedHashMap<>();
        inner.entries.keySet().forEach(name -> lists.put(name, inner.list(name, reader)));
        return lists;
    }

    /** One text, or a list of texts, which may be empty. */
    List<String> lines(String key, List<String> fallback, UnaryOperator<String> reader) {
        if (entries.get(key) instanceof ConfigNode.Sequence sequence
                && sequence.items().isEmpty()) {
            known.add(key);
            return List.of();
        }
        List<String> lines = list(key, reader);
        return lines.isEmpty() ? fallback : lines;
    }

    /** Empty without the key, or if its value is wrong. */
    <T> Optional<T> optional(String key, Function<String, T> reader) {
        known.add(key);
        return Optional.ofNullable(entries.get(key))
                .flatMap(node -> read(node, node.place() + ": " + pathOf(key) + ": ", reader));
    }

    Optional<Long> optionalBytes(String key) {
        return optional(key, text -> parse(text, Units::parseSize, "a size such as 10GiB"));
    }

    /** A size; {@code none} is {@link Long#MAX_VALUE}. */
    long limit(String key, long fallback) {
        return value(
                key,
                fallback,
                text -> text.equals("none")
                        ? Long.MAX_VALUE
                        : parse(text, Units::parseSize, "none, or a size such as 10GiB"));
    }

    /** Somebody else reads the key. */
    void ignore(String key) {
        known.add(key);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Reports the section itself. */
    void refuse(String problem) {
        problems.add(self + ": " + problem);
    }

    /** One of few values, by the word it is written as. */
    /** Reports what a value that is read whole says against itself. */
    void check(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    <T> T choice(String key, T fallback, Function<String, Optional<T>> reader, List<String> words) {
        return value(key, fallback, text -> reader.apply(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "is \"" + text + "\" (expected: one of " + String.join(", ", words) + ")")));
    }

    /** The text with {@code ${env:NAME}} replaced by the environment's variable, so that no secret need be in a file. */
    String withEnvironment(String key, String name, String text) {
        return ENVIRONMENT.matcher(text).replaceAll(reference -> {
            String value = System.getenv(reference.group(1));
            if (value == null) {
                problems.add(
                        pathOf(key) + ": " + name + ": environment variable " + reference.group(1) + " is not set");
            }
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }

    /** Where the key's value comes from, if it is given. */
    Optional<String> place(String key) {
        return Optional.ofNullable(entries.get(key)).map(ConfigNode::place);
    }

    String text(String key, String fallback, Pattern pattern, String expected) {
        return value(key, fallback, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("is \"" + text + "\" (expected: " + expected + ")");
            }
            return text;
        });
    }

    /** Only addresses of this machine: whoever can connect can read and write every table. */
    String loopbackAddress(String key, String fallback) {
        return value(key, fallback, text -> {
            try {
                if (InetAddress.getByName(text).isLoopbackAddress()) {
                    return text;
                }
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("\"" + text + "\" is no address of this machine", e);
            }
            throw new IllegalArgumentException(
                    "\"" + text + "\" can be reached from other machines, and this version has"
                            + " neither TLS nor authentication (expected: a loopback address such as 127.0.0.1)");
        });
    }

    /** One value as {@code reader} puts it into its plain form, which says what is wrong with a bad one. */
    String plain(String key, String fallback, UnaryOperator<String> reader) {
        return value(key, fallback, reader);
    }

    boolean flag(String key, boolean fallback) {
        return choice(
                key,
                fallback,
                text -> text.equals("true") || text.equals("false")
                        ? Optional.of(Boolean.valueOf(text))
                        : Optional.empty(),
                List.of("true", "false"));
    }

    int integer(String key, int fallback, int min, int max) {
        return value(key, fallback, text -> {
            long number = parse(text, Long::parseLong, "a whole number such as " + fallback);
            requireBetween(number >= min && number <= max, text, Integer.toString(min), Integer.toString(max));
            return (int) number;
        });
    }

    /** A part of a whole, from 0 to 1. */
    double share(String key, double fallback) {
        return value(key, fallback, text -> {
            double share = parse(text, Double::parseDouble, "a number such as 0.05");
            requireBetween(share >= 0 && share <= 1, text, "0", "1");
            return share;
        });
    }

    int size(String key, int fallback, int min, int max) {
        return (int) bytes(key, fallback, min, max);
    }

    long bytes(String key, long fallback, long min, long max) {
        return value(key, fallback, text -> {
            long bytes = parse(text, Units::parseSize, "a size such as " + Units.formatSize(fallback));
            requireBetween(bytes >= min && bytes <= max, text, Units.formatSize(min), Units.formatSize(max));
            return bytes;
        });
    }

    Duration duration(String key, Duration fallback, Duration min, Duration max) {
        return value(key, fallback, text -> {
            Duration duration =
                    parse(text, Units::parseDuration, "a duration such as " + Units.formatDuration(fallback));
            requireBetween(
                    duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0,
                    text,
                    Units.formatDuration(min),
                    Units.formatDuration(max));
            return duration;
        });
    }

    /** Free keys, all of which start with the prefix. */
    Map<String, String> texts(String key, Map<String, String> fallback, String prefix) {
        known.add(key);
        Map<String, String> texts = new LinkedHashMap<>();
        mapping(key).forEach((name, node) -> {
            String problem = node.place() + ": " + pathOf(key) + ": " + name + ": ";
            if (!name.startsWith(prefix)) {
                problems.add(problem + "is not a key of this section (expected: " + prefix + "…)");
            } else if (node instanceof ConfigNode.Scalar scalar) {
                texts.put(name, scalar.text());
            } else {
                problems.add(problem + "is " + node.kind() + " (expected: one value)");
            }
        });
        return texts.isEmpty() ? fallback : texts;
    }

    /** Reports every key of the section that was not read. */
    void refuseUnknownKeys() {
        entries.forEach((key, node) -> {
            if (!known.contains(key)) {
                String hint = Spelling.nearest(key, known)
                        .map(nearest -> "did you mean \"" + nearest + "\"?")
                        .orElse("known here: " + String.join(", ", known));
                problems.add(node.place() + ": " + pathOf(key) + ": unknown key (" + hint + ")");
            }
        });
    }

    private Map<String, ConfigNode> mapping(String key) {
        ConfigNode node = entries.get(key);
        if (node instanceof ConfigNode.Mapping mapping) {
            return mapping.entries();
        }
        if (node != null && !(node instanceof ConfigNode.Nothing)) {
            problems.add(node.place() + ": " + pathOf(key) + ": is " + node.kind() + " (expected: a section of keys)");
        }
        return Map.of();
    }

    private <T> T value(String key, T fallback, Function<String, T> reader) {
        return optional(key, reader).orElse(fallback);
    }

    /** The value; empty, with a problem added, if it is wrong. */
    private <T> Optional<T> read(ConfigNode node, String problem, Function<String, T> reader) {
        if (!(node instanceof ConfigNode.Scalar scalar)) {
            problems.add(problem + "is " + node.kind() + " (expected: one value)");
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.add(problem + e.getMessage());
            return Optional.empty();
        }
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static <T> T parse(String text, Function<String, T> parser, String expected) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("is \"" + text + "\" (expected: " + expected + ")", e);
        }
    }

    private static void requireBetween(boolean between, String text, String min, String max) {
        if (!between) {
            throw new IllegalArgumentException("is " + text + " (expected: " + min + " to " + max + ")");
        }
    }
}
