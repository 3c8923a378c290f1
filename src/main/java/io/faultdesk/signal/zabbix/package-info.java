/** Reads the events that Zabbix' webhook posts. It must never take the time of a trigger for one of another zone than the set one. */
@NullMarked
package io.faultdesk.signal.zabbix;

import org.jspecify.annotations.NullMarked;
