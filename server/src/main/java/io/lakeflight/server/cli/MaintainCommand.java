package io.lakeflight.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeflight.server.maintenance.MaintenanceAction;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps tables in shape, or tells what that would take, what was done, and by which policy. */
@Command(
        name = "maintain",
        description = {
            "Maintain tables of a running server: rewrite small files as large ones, expire old snapshots, remove"
                    + " files that belong to no snapshot.",
            "",
            "What is done to a table is its policy: see docs/maintenance.md, and --policy. Statements of clients go"
                    + " first: what would spoil one is deferred.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lakeflight.VersionText.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done, or nothing to do; 1 something failed; 2 wrong option; 3 something was deferred or"
                    + " left out.",
            "",
            "Actions: compact, compact-deletes, rewrite-manifests, expire, remove-orphans.",
            "",
            "Examples:",
            "  lakeflight maintain lake.tpch.lineitem --dry-run",
            "  lakeflight maintain --catalog lake --action compact --action expire",
            "  lakeflight maintain lake.tpch.lineitem --policy",
            "  lakeflight maintain --all --history",
            "  lakeflight maintain 'lake.`my.schema`.`v1.0`'"
        })
final class MaintainCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFERRED = 3;
    private static final String PATH = "/maintenance";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TABLE",
            arity = "0..*",
            description = "Tables, as catalog.schema.table; a part with a"
                    + " dot in it stands in backticks or double quotes.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--catalog", paramLabel = "NAME", description = "All tables of a catalog; repeatable.")
    private List<String> catalogs = new ArrayList<>();

    @Option(names = "--all", description = "All tables of all catalogs.")
    private boolean all;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "Take this action, whatever the policies say of it; repeatable (default: each table's"
                    + " policy).")
    private List<String> actions = new ArrayList<>();

    @ArgGroup
    private Kind kind = new Kind();

    @Option(
            names = "--force",
            description = "Expire snapshots that were current until lately: other engines that read them fail. What"
                    + " statements of this server read stays.")
    private boolean force;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "HTTP address of the server (default: ${DEFAULT-VALUE}).")
    private String url = "http://127.0.0.1:8080";

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (tables.isEmpty() && catalogs.isEmpty() && !all) {
            throw new ParameterException(spec.commandLine(), "Name tables, or give --catalog or --all");
        }
        actions.forEach(this::requireAction);
        ServerApi server = new ServerApi(url);
        if (kind.policy) {
            return policies(server);
        }
        if (kind.history) {
            return history(server);
        }
        return run(server);
    }

    private void requireAction(String word) {
        if (MaintenanceAction.of(word).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Unknown action " + word + " (expected: " + MaintenanceAction.words() + ")");
        }
    }

    private int policies(ServerApi server) throws IOException, InterruptedException {
        AlignedText text = new AlignedText("TABLE", "KEY", "VALUE", "SAID BY");
        List<String> problems = new ArrayList<>();
        for (JsonNode table : server.get(PATH + "/policies?" + selection())) {
            if (table.hasNonNull("problem")) {
                problems.add("%s: %s"
                        .formatted(
                                table.get("table").asText(),
                                table.get("problem").asText()));
            }
            table.get("policy")
                    .properties()
                    .forEach(key -> text.add(
                            table.get("table").asText(),
                            key.getKey(),
                            key.getValue().get("value").asText(),
                            key.getValue().get("source").asText()));
        }
        print(text);
        problems.forEach(problem -> spec.commandLine().getErr().println(TableWriter.printable(problem)));
        return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private int history(ServerApi server) throws IOException, InterruptedException {
        if (catalogs.size() + tables.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--history is of one table, of one catalog, or of --all");
        }
        AlignedText text = MaintenanceText.history();
        for (JsonNode report : server.get(PATH + "/history?" + selection())) {
            MaintenanceText.addHistory(text, report);
        }
        print(text);
        return CommandLine.ExitCode.OK;
    }

    private int run(ServerApi server) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        put(body.putArray("tables"), tables);
        put(body.putArray("catalogs"), catalogs);
        put(body.putArray("actions"), actions);
        body.put("all", all).put("dry-run", kind.dryRun).put("force", force);
        JsonNode job = server.post(PATH + "/runs", body);
        while (!job.get("done").asBoolean()) {
            job = server.get(PATH + "/runs/" + job.get("id").asText() + "?wait-millis=20000");
        }
        AlignedText text = MaintenanceText.run();
        boolean failed = false;
        boolean deferred = false;
        for (JsonNode report : job.get("reports")) {
            MaintenanceText.addRun(text, report);
            String state = report.get("state").asText();
            failed |= state.equals("failed") || state.equals("unknown");
            deferred |= state.equals("deferred");
        }
        print(text);
        for (JsonNode catalog : job.get("left-out")) {
            spec.commandLine().getOut().println("Left out: " + catalog.asText());
            deferred = true;
        }
        if (failed) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        return deferred ? DEFERRED : CommandLine.ExitCode.OK;
    }

    private static void put(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private String selection() {
        List<String> parts = new ArrayList<>();
        tables.forEach(table -> parts.add("table=" + encoded(table)));
        catalogs.forEach(catalog -> parts.add("catalog=" + encoded(catalog)));
        parts.add("all=" + all);
        return String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void print(AlignedText text) {
        if (text.isEmpty()) {
            spec.commandLine().getOut().println("Nothing");
        } else {
            text.lines().forEach(spec.commandLine().getOut()::println);
        }
    }

    /** What is wanted other than doing it; at most one of these. */
    private static final class Kind {
        @Option(names = "--dry-run", description = "Tell what would be done, and do nothing.")
        private boolean dryRun;

        @Option(names = "--history", description = "Tell what was done, the newest first.")
        private boolean history;

        @Option(names = "--policy", description = "Tell each table's policy, and who says so.")
        private boolean policy;
    }
}
