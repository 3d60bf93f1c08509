package io.lakeflight.server.cli;

import io.lakeflight.planner.SqlScript;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs SQL against a server through the stock Arrow Flight SQL JDBC driver. */
@Command(
        name = "sql",
        description = {
            "Run SQL statements against a running server.",
            "",
            "Without -e and -f it is an interactive shell, or reads the statements from standard input if that is not"
                    + " a terminal. Statements are separated by \";\"; the first one that fails ends the run.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lakeflight.VersionText.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 all statements succeeded, 1 one failed, 2 wrong option.",
            "In csv, NULL is an empty field and an empty string is \"\". In json, each result is an array of objects.",
            "",
            "Examples:",
            "  lakeflight sql -e \"SELECT count(*) FROM lake.tpch.lineitem\"",
            "  lakeflight sql -f report.sql --format csv > report.csv"
        })
final class SqlCommand implements Callable<Integer> {
    static final String DEFAULT_URL = jdbcUrl(32010);

    /** The driver reports its choice of memory at INFO, on standard error. Held, because loggers are collected. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.apache.arrow.driver.jdbc.shaded");

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private @Nullable Source source;

    @Option(names = "--url", paramLabel = "URL", description = "JDBC URL of the server (default: ${DEFAULT-VALUE}).")
    private String url = DEFAULT_URL;

    @Option(names = "--user", paramLabel = "NAME", description = "User name.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            interactive = true,
            description = "Password; asked for if the option has no value.")
    private @Nullable String password;

    @Option(
            names = "--data-plane",
            paramLabel = "NAME",
            description = "Data plane the statements run on (default: where the server sends them).")
    private @Nullable String dataPlane;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How results are printed: table, csv or json (default: table).")
    private ResultFormat format = ResultFormat.TABLE;

    static String jdbcUrl(int port) {
        return "jdbc:arrow-flight-sql://127.0.0.1:" + port + "/?useEncryption=false";
    }

    @Override
    public Integer call() throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        DRIVER_LOG.setLevel(Level.WARNING);
        if (source == null && Boolean.getBoolean("lakeflight.terminal")) {
            return SqlShell.run(url(), user, password);
        }
        SqlScript script = SqlScript.of(withoutMark(text()));
        if (script.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            script.endsInComment()
                                    ? "There is no statement to run: the comment is not closed by */"
                                    : "There is no statement to run");
            return CommandLine.ExitCode.SOFTWARE;
        }
        // Not System.out: that one hides that nobody reads any more, as in "lakeflight sql … | head".
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), 1 << 16)) {
            return run(script, out);
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw e;
        }
    }

    /** Some editors begin a file in UTF-8 with a mark of its byte order. */
    static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private int run(SqlScript script, Writer out) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (Connection connection = DriverManager.getConnection(url(), credentials())) {
            new ScriptRunner(connection, format.writer(out, err)).run(script);
            return CommandLine.ExitCode.OK;
        } catch (SQLException e) {
            out.flush();
            err.println(SqlErrors.message(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private String url() {
        if (dataPlane == null) {
            return url;
        }
        return url + (url.contains("?") ? "&" : "?") + "data_plane="
                + URLEncoder.encode(dataPlane, StandardCharsets.UTF_8);
    }

    private Properties credentials() {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    private String text() throws IOException {
        if (source != null && source.statement != null) {
            return source.statement;
        }
        Path file = source == null ? null : source.file;
        if (file == null || file.toString().equals("-")) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException("Cannot read " + file + ": permission denied", e);
        } catch (CharacterCodingException e) {
            throw new IOException("Cannot read " + file + ": it is no text in UTF-8", e);
        } catch (IOException e) {
            throw new IOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Where the statements come from; at most one of these. */
    private static final class Source {
        @Option(names = "-e", paramLabel = "SQL", description = "The statements.")
        private @Nullable String statement;

        @Option(names = "-f", paramLabel = "FILE", description = "A file of statements in UTF-8; - is standard input.")
        private @Nullable Path file;
    }
}
