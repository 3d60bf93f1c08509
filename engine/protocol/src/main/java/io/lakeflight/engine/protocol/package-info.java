/**
 * What the server and an engine say to each other: the messages generated from {@code engine.proto}, where to start,
 * and {@link io.lakeflight.engine.protocol.EngineProtocol}, the names that are not messages. Nothing here does anything.
 */
@NullMarked
package io.lakeflight.engine.protocol;

import org.jspecify.annotations.NullMarked;
