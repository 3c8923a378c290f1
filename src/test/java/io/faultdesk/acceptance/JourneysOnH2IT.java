package io.faultdesk.acceptance;

/** Every path of an incident on the embedded database. */
class JourneysOnH2IT extends Journeys {}
