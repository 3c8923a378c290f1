package io.faultdesk.indicator;

/** A minute of an indicator that is to be stored. */
record SeriesMinute(SeriesKey key, Minute minute) {}
