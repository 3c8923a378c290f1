package io.faultdesk.detection;

import io.faultdesk.rules.Fault;

/** A rule test cannot be understood. */
final class WrongTest extends RuntimeException {

  private static final long serialVersionUID = 1L;

  final transient Fault fault;

  WrongTest(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }
}
