/**
 * The engine process: one Spark application that speaks the engine protocol over Arrow Flight. Start at
 * {@link io.lakeflight.engine.spark.EngineMain}; {@link io.lakeflight.engine.spark.EngineProducer} maps each call of
 * the protocol to the part that answers it. Nothing here plans across engines or knows about clients.
 */
@NullMarked
package io.lakeflight.engine.spark;

import org.jspecify.annotations.NullMarked;
