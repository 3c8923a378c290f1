package io.faultdesk.detection;

import java.util.List;
import java.util.Map;

/**
 * The result of one step: the state that follows and what has changed.
 *
 * @param episodes those that differ from the state before, by identity
 */
record Step(ServiceState state, List<Change> changes, Map<String, Episode> episodes) {}
