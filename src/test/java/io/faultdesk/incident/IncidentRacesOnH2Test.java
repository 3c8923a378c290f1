package io.faultdesk.incident;

@IncidentTest
class IncidentRacesOnH2Test extends IncidentRaces {}
