package io.faultdesk.detection;

import org.springframework.stereotype.Component;

/** Keeps an eye on every service: judges its signals and hands what it finds to the incident desk. */
@Component
public class Watch {}
