package io.lakeflight.server.config;

import java.util.List;
import java.util.Map;

/** A part of a configuration file, which knows where it stands. */
sealed interface ConfigNode {
    /** Where the key of this part is: {@code lakeflight.yaml:12}, or the command line option it came from. */
    String place();

    /** What kind of value it is, for messages. */
    String kind();

    /** Keys and their values; the map is in the order of the file and can be changed. */
    record Mapping(String place, Map<String, ConfigNode> entries) implements ConfigNode {
        @Override
        public String kind() {
            return "a section of keys";
        }
    }

    /** A single value, as written. */
    record Scalar(String place, String text) implements ConfigNode {
        @Override
        public String kind() {
            return "\"" + text + "\"";
        }
    }

    /** A list. */
    record Sequence(String place, List<ConfigNode> items) implements ConfigNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A key without a value. */
    record Nothing(String place) implements ConfigNode {
        @Override
        public String kind() {
            return "nothing";
        }
    }
}
