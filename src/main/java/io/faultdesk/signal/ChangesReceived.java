package io.faultdesk.signal;

/** Changes were stored; published after their transaction is committed. */
public record ChangesReceived(int count) {}
