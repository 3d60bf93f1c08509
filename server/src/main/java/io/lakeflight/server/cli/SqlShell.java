package io.lakeflight.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sqlline.SqlLine;
import sqlline.SqlLineOpts;

/** The interactive shell: sqlline, connected. */
final class SqlShell {
    private SqlShell() {}

    static int run(String url, @Nullable String user, @Nullable String password) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-u", url, "-n", user == null ? "" : user));
        arguments.addAll(List.of("-p", password == null ? "" : password));
        // Each statement is a transaction of its own; there is no level to set.
        arguments.add("--isolation=TRANSACTION_NONE");
        SqlLine shell = new SqlLine();
        shell.setOpts(new ShellOptions(shell));
        SqlLine.Status status = shell.begin(arguments.toArray(new String[0]), null, true);
        return status == SqlLine.Status.OK ? 0 : 1;
    }

    /** SqlLine's, for terminals too that do not tell their width: it would cut every column away. */
    static final class ShellOptions extends SqlLineOpts {
        private static final int DEFAULT_WIDTH = 120;

        ShellOptions(SqlLine shell) {
            super(shell);
        }

        @Override
        public int getMaxWidth() {
            int width = super.getMaxWidth();
            return width > 0 ? width : DEFAULT_WIDTH;
        }
    }
}
