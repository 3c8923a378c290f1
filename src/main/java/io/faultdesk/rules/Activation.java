package io.faultdesk.rules;

import java.util.List;

/** What became of somebody's wish to put a version of the rules in force. */
sealed interface Activation {

  /** It is in force. */
  record Done(RuleStatus status) implements Activation {}

  /** It takes a second person, and this one was the first. */
  record NeedsAnother(String proposedBy) implements Activation {}

  /** It cannot be put in force any more, for these reasons. */
  record Broken(List<Fault> faults) implements Activation {}

  /** No such version is kept. */
  record Unknown() implements Activation {}
}
