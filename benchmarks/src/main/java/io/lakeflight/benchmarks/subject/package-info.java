/** What measuring is about: systems, the cases they are measured by, and what they answer. Start at {@code SystemUnderTest}. */
@NullMarked
package io.lakeflight.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
