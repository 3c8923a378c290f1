package io.faultdesk.rules;

import io.faultdesk.rules.RuleFiles.RuleFile;
import java.util.List;

/** Tries rules on the tests that lie beside them, before they are put in force. */
public interface RuleTrial {

  /** What went otherwise than these tests expect; empty where all is as expected. */
  List<Fault> faults(RuleSet rules, List<RuleFile> tests);
}
