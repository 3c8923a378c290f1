package io.faultdesk.signal;

/** Alerts were stored in the inbox; published after their transaction is committed. */
public record AlertsReceived(int count) {}
