package io.faultdesk.incident;

import jakarta.persistence.Embeddable;

/** Identity of a row that belongs to an incident: the rows of one incident are numbered through, whatever their table. */
@Embeddable
record RecordId(long incidentId, int ordinal) {}
