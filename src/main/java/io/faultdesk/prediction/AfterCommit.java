package io.faultdesk.prediction;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Does what must not happen unless the transaction on its way comes to its good end. */
final class AfterCommit {

  private AfterCommit() {}

  /** At once where there is no transaction. */
  static void run(Runnable work) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      work.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        work.run();
      }
    });
  }
}
