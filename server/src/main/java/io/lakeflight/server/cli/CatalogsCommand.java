package io.lakeflight.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, adds and removes catalogs of a running server. */
@Command(
        name = "catalogs",
        description = {
            "List, add and remove catalogs of a running server.",
            "",
            "What is added is there again after a restart. Catalogs of the configuration file are changed there.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lakeflight.VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  lakeflight catalogs list",
            "  lakeflight catalogs add archive -p warehouse=s3://bucket/archive -p s3.profile=lake",
            "  lakeflight catalogs add store -p warehouse=s3://bucket/store -p s3.endpoint=http://minio \\",
            "    -p s3.path-style-access=true \\",
            "    -p s3.access-key-id='$${env:KEY}' -p s3.secret-access-key='$${env:SECRET}'",
            "  lakeflight catalogs add sales --type rest -p uri=https://catalog -p token='$${env:TOKEN}'",
            "  lakeflight catalogs remove sales"
        })
final class CatalogsCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/catalogs";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = picocli.CommandLine.ScopeType.INHERIT,
            description = "HTTP address of the server (default: http://127.0.0.1:8080).")
    private String url = "http://127.0.0.1:8080";

    @Command(name = "list", description = "List the catalogs; secrets are not shown.", mixinStandardHelpOptions = true)
    int list() throws IOException, InterruptedException {
        for (JsonNode catalog : server().get(PATH)) {
            Map<String, String> properties = new TreeMap<>();
            catalog.get("properties")
                    .properties()
                    .forEach(property -> properties.put(
                            property.getKey(), property.getValue().asText()));
            print("%-20s %-9s %-13s %s"
                    .formatted(
                            catalog.get("name").asText(),
                            catalog.get("type").asText(),
                            catalog.get("configured").asBoolean() ? "configuration" : "added",
                            properties));
        }
        return 0;
    }

    @Command(name = "add", description = "Add a catalog, once it has answered.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME", description = "Small letters, digits and \"_\".") String name,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            defaultValue = "internal",
                            description = "internal, rest, jdbc, hadoop, hive, glue or nessie (default: internal).")
                    String type,
            @Option(
                            names = {"-p", "--property"},
                            paramLabel = "KEY=VALUE",
                            description = {
                                "A property as Iceberg names it: warehouse (a directory or s3://bucket/path), uri,"
                                        + " s3.endpoint and so on; repeatable.",
                                "The value '$${env:NAME}' is that variable of your environment: secrets on a command"
                                        + " line are seen by others."
                            })
                    @Nullable
                    Map<String, String> properties,
            @Option(
                            names = "--timeout-millis",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "The longest one call to it may take (default: 30000).")
                    long timeoutMillis)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("name", name).put("type", type);
        body.put("timeout-millis", timeoutMillis);
        ObjectNode values = body.putObject("properties");
        (properties == null ? Map.<String, String>of() : properties)
                .forEach((key, value) -> values.put(key, withEnvironment(key, value)));
        server().post(PATH, body);
        print("Catalog " + name + " is there. Try: SHOW SCHEMAS IN " + name);
        return 0;
    }

    private String withEnvironment(String key, String value) {
        Matcher variable = VARIABLE.matcher(value);
        if (!variable.matches()) {
            return value;
        }
        String found = System.getenv(variable.group(1));
        if (found == null) {
            throw new ParameterException(
                    spec.commandLine(), key + ": environment variable " + variable.group(1) + " is not set");
        }
        return found;
    }

    @Command(
            name = "remove",
            description = "Forget a catalog that was added; its tables stay where they are.",
            mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "NAME", description = "The catalog.") String name)
            throws IOException, InterruptedException {
        server().delete(PATH + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        print("Catalog " + name + " is removed");
        return 0;
    }

    private ServerApi server() {
        return new ServerApi(url);
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
