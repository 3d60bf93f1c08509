package io.lakeflight.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers in a body that cannot be read. Iceberg leaves it to Java to say so, which does not say in which field. */
final class IcebergNumbers {
    private static final Pattern UNREADABLE = Pattern.compile("For input string: \"(.*?)\"", Pattern.DOTALL);
    private static final int LONGEST = 100;

    private IcebergNumbers() {}

    /** For people, which field it is; empty if the failure is of another kind. */
    static Optional<String> explained(byte[] content, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NumberFormatException) {
                String number = input(cause);
                String field = IcebergJson.tree(content)
                        .flatMap(body -> field(body, number, ""))
                        .map(path -> " in field " + path)
                        .orElse("");
                return Optional.of("\"%s\"%s cannot be read as a number".formatted(shortened(number), field));
            }
        }
        return Optional.empty();
    }

    private static String input(Throwable failure) {
        Matcher matcher = UNREADABLE.matcher(String.valueOf(failure.getMessage()));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Where the first text with the number in it is. */
    private static Optional<String> field(JsonNode node, String number, String path) {
        if (node.isValueNode()) {
            return node.asText().contains(number) ? Optional.of(path) : Optional.empty();
        }
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                Optional<String> found = field(node.get(index), number, path + "[" + index + "]");
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            Optional<String> found = field(entry.getValue(), number, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
