/**
 * The command line: {@code start} runs a server, {@code sql} runs statements against one.
 *
 * <p>Start at {@link io.lakeflight.server.cli.Lakeflight}. Commands check what they are given, tell people what goes
 * on and set the exit code; the work is done elsewhere.
 */
@NullMarked
package io.lakeflight.server.cli;

import org.jspecify.annotations.NullMarked;
