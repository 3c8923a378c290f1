package io.faultdesk.prediction;

import io.faultdesk.shared.ServiceName;

/** What a model saw of a service in one row, and what it said. */
record Seen(ServiceName service, double probability, double[] features) {}
