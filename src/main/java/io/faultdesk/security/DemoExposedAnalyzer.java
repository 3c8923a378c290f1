package io.faultdesk.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why the demo did not start and what to do. */
class DemoExposedAnalyzer extends AbstractFailureAnalyzer<DemoExposed> {

  @Override
  protected FailureAnalysis analyze(Throwable root, DemoExposed cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Set FAULTDESK_DEMO_PASSWORD to another password, or leave SERVER_ADDRESS at 127.0.0.1.",
        cause);
  }
}
