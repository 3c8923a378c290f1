package io.faultdesk.workflow;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets this module look at its folder and its processes from time to time. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class WorkflowSchedule {}
