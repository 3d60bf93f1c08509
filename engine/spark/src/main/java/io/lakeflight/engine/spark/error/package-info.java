/**
 * What failed, said in the words of the engine protocol. Start at
 * {@link io.lakeflight.engine.spark.error.EngineErrors}; no other class turns a {@code Throwable} into an answer.
 */
@NullMarked
package io.lakeflight.engine.spark.error;

import org.jspecify.annotations.NullMarked;
