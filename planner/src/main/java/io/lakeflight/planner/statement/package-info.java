/**
 * What a statement is about, told from its text before any engine has seen it.
 *
 * <p>Start at {@link io.lakeflight.planner.statement.StatementReader}. What is told here decides where a statement goes and
 * what is shown of it; whether it has effects, and what it may read, is the engine's to say. Each kind of facts is found
 * in a package below this one, which knows nothing of it.
 */
@NullMarked
package io.lakeflight.planner.statement;

import org.jspecify.annotations.NullMarked;
