package io.lakeflight.server.cli;

import io.lakeflight.server.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code lakeflight} command. */
@Command(
        name = "lakeflight",
        description = "A self-hosted SQL query server for data lakes.",
        mixinStandardHelpOptions = true,
        versionProvider = Lakeflight.VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StartCommand.class, SqlCommand.class, CatalogsCommand.class, MaintainCommand.class},
        footer = {
            "",
            "Environment:",
            "  JAVA_HOME             the Java installation to run with, 17 or newer",
            "  LAKEFLIGHT_JAVA_OPTS  options for the Java virtual machine",
            "",
            "In a checkout there is also:",
            "  lakeflight benchmark  measures Lakeflight beside others; see lakeflight benchmark --help",
            "",
            "First steps:",
            "  lakeflight start",
            "  lakeflight sql -e \"SELECT count(*) FROM lake.tpch.lineitem\""
        })
public final class Lakeflight {
    private static final Logger log = LoggerFactory.getLogger(Lakeflight.class);

    private Lakeflight() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Lakeflight())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setExecutionStrategy(Lakeflight::runKnown)
                .setParameterExceptionHandler(Lakeflight::reportUsage)
                .setExecutionExceptionHandler(Lakeflight::report);
    }

    /** Where {@code conf/} and {@code var/} are: told by the launcher, so that it works from any directory. */
    static Path installation() {
        return Path.of(System.getProperty("lakeflight.installation", "")).toAbsolutePath();
    }

    /** A word that is no command is an error beside {@code --help} too, which would hide it. */
    private static int runKnown(CommandLine.ParseResult parsed) {
        if (!parsed.unmatched().isEmpty()) {
            throw new CommandLine.UnmatchedArgumentException(
                    parsed.commandSpec().commandLine(), parsed.unmatched());
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        log.debug("Command failed", e);
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        command.getErr().println(command.getColorScheme().errorText(message));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Short: the whole help after a typing error hides the error. */
    private static int reportUsage(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(command.getColorScheme().errorText(e.getMessage()));
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream().findFirst().ifPresent(nearest -> command.getErr()
                    .println("Did you mean: " + command.getCommandSpec().qualifiedName() + " " + nearest + "?"));
        }
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** What {@code --version} prints, of every command. */
    public static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "Lakeflight " + Version.current(),
                "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
            };
        }
    }
}
