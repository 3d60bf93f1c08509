/**
 * From a YAML file and command line options to one {@link io.lakeflight.server.ServerConfig}.
 *
 * <p>Start at {@link io.lakeflight.server.config.ConfigLoader}. Loading reports every problem at once and starts
 * nothing.
 */
@NullMarked
package io.lakeflight.server.config;

import org.jspecify.annotations.NullMarked;
