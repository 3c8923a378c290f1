package io.faultdesk.rules;

import org.springframework.stereotype.Component;

/** The rules in force. */
@Component
public class RuleBook {

  /** What the rules in force say of these facts; the same facts and rules always give the same verdict. Thread-safe. */
  public Verdict judge(Facts facts) {
    throw new UnsupportedOperationException();
  }

  /** Version of the rules in force: lower-case hex, changes when any rule file does. */
  public String version() {
    throw new UnsupportedOperationException();
  }
}
