/** Reads the samples that Prometheus writes to remote storage. It must never take a series that no mapping names. */
@NullMarked
package io.faultdesk.signal.prometheus;

import org.jspecify.annotations.NullMarked;
