package io.faultdesk.signal;

/** An alert of the inbox that nobody has taken yet; ids ascend in the order of arrival. */
public record InboxAlert(long id, Alert alert) {}
