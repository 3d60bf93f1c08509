package io.lakeflight.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** How people are told that a command is wrong, or why it ended. */
final class Problems {
    private Problems() {}

    /** Short: the whole help after a typing error hides the error. */
    static int reportUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** What a machine can be the reason of has a message that tells it; only of anything else is it asked where it was. */
    static int report(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        boolean isTold = e instanceof IllegalStateException && e.getMessage() != null && e.getCause() == null;
        if (isTold || e instanceof UncheckedIOException || e instanceof IOException) {
            // The name of an exception of a file is half of what it says.
            Object text = isTold ? e.getMessage() : e instanceof UncheckedIOException ? e.getCause() : e;
            command.getErr().println(text);
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }

    /** A number whose error names no class of Java's. */
    static final class Factor implements ITypeConverter<BigDecimal> {
        @Override
        public BigDecimal convert(String text) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a number (expected: for example 0.1)");
            }
        }
    }
}
