package io.faultdesk.signal;

/**
 * What a person told another monitor about an alert of it.
 *
 * @param by the person, as that monitor calls her, and the monitor
 * @param acknowledges whether she has taken it on
 * @param only true where the message says nothing but this, so that it neither begins nor ends anything
 */
public record Remark(String by, String text, boolean acknowledges, boolean only) {}
