package io.lakeflight.server.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one YAML file into nodes that know their lines. */
final class ConfigFile {
    private static final Pattern PLACE = Pattern.compile("^ in .*, line (\\d+), column (\\d+)");

    private final Path file;
    private final List<String> problems;

    ConfigFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The file's content; empty, with a problem added, if it cannot be read. */
    ConfigNode.Mapping read() {
        ConfigNode.Mapping empty = new ConfigNode.Mapping(file.toString(), new LinkedHashMap<>());
        try (JsonParser parser = new YAMLFactory().createParser(Files.readString(file))) {
            if (parser.nextToken() == null) {
                return empty;
            }
            ConfigNode root = node(parser, place(parser));
            if (parser.nextToken() != null) {
                problems.add(place(parser) + ": a second document starts here (expected: one)");
            }
            if (root instanceof ConfigNode.Mapping mapping) {
                return mapping;
            }
            if (!(root instanceof ConfigNode.Nothing)) {
                problems.add(
                        root.place() + ": the file holds " + root.kind() + " (expected: sections such as \"flight:\")");
            }
        } catch (JsonProcessingException e) {
            problems.add(syntaxProblem(e));
        } catch (NoSuchFileException e) {
            problems.add(file + ": no such file");
        } catch (CharacterCodingException e) {
            problems.add(file + ": is not UTF-8 text");
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
        return empty;
    }

    private ConfigNode node(JsonParser parser, String place) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, place);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(parser, place);
        }
        boolean nothing = token == JsonToken.VALUE_NULL || parser.getText().isEmpty();
        return nothing ? new ConfigNode.Nothing(place) : new ConfigNode.Scalar(place, parser.getText());
    }

    private ConfigNode sequence(JsonParser parser, String place) throws IOException {
        List<ConfigNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser, place(parser)));
        }
        return new ConfigNode.Sequence(place, items);
    }

    private ConfigNode.Mapping mapping(JsonParser parser, String place) throws IOException {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPlace = place(parser);
            parser.nextToken();
            ConfigNode earlier = entries.put(key, node(parser, keyPlace));
            if (earlier != null) {
                problems.add(keyPlace + ": " + key + ": is given twice (first in " + earlier.place() + ")");
            }
        }
        return new ConfigNode.Mapping(place, entries);
    }

    private String place(JsonParser parser) {
        return file + ":" + parser.currentTokenLocation().getLineNr();
    }

    /**
     * The parser's message ends with the problem, its place and the line itself; the latter two are indented. Its
     * location is only that of the last good token.
     */
    private String syntaxProblem(JsonProcessingException e) {
        String problem = "";
        String position = "";
        for (String line : e.getOriginalMessage().lines().toList()) {
            Matcher place = PLACE.matcher(line);
            if (place.find()) {
                position = ":" + place.group(1) + ":" + place.group(2);
            } else if (!line.isBlank() && !line.startsWith(" ")) {
                problem = line;
            }
        }
        return file + position + ": is not YAML: " + problem;
    }
}
