package io.faultdesk.signal;

import io.faultdesk.signal.SampleTally.Rejection;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * What became of the items of one message: the counts and the first reasons; {@code rejectedCount} is the true number where there
 * are more.
 */
record Receipt(int accepted, int rejectedCount, List<Rejection> rejected) {

  Receipt {
    rejected = List.copyOf(rejected);
  }

  static Receipt of(SampleTally tally) {
    return new Receipt(tally.accepted(), tally.rejected(), tally.rejections());
  }

  /** Why the message is worth keeping as a dead letter. */
  String firstReason(String items) {
    Rejection first = rejected.getFirst();
    return rejectedCount + " " + items + " rejected, first [" + first.index() + "]: " + first.reason();
  }

  /** The answer: taken as long as there is anything good in the message or nothing bad. */
  ResponseEntity<?> answer(HttpStatus nothingGood, String code, String detail) {
    if (accepted > 0 || rejectedCount == 0) {
      return ResponseEntity.accepted().body(this);
    }
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(nothingGood, detail);
    problem.setProperty("code", code);
    return refused(problem);
  }

  /** The same as part of a refusal. */
  ResponseEntity<ProblemDetail> refused(ProblemDetail problem) {
    problem.setProperty("accepted", accepted);
    problem.setProperty("rejectedCount", rejectedCount);
    problem.setProperty("rejected", rejected);
    return ResponseEntity.of(problem).build();
  }
}
