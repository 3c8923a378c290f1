package io.faultdesk.signal;

/** A change as it is stored; ids ascend in the order of arrival. */
public record StoredChange(long id, Change change) {}
