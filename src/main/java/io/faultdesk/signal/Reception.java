package io.faultdesk.signal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What every way in has in common: the unreadable is kept and refused, and at a bad time everybody is told to come again. */
@Component
class Reception {

  private final DeadLetters deadLetters;

  Reception(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  /** Takes a message and says so in the sender's format. */
  @FunctionalInterface
  interface Taking {
    ResponseEntity<?> take() throws IOException;
  }

  /** Says in the sender's format that the message was not taken. */
  @FunctionalInterface
  interface Refusal {
    ResponseEntity<?> answer(HttpStatusCode status, String reason);
  }

  /** The answer to that request. */
  ResponseEntity<?> receive(HttpServletRequest request, Taking taking, Refusal refusal) throws IOException {
    try {
      // first, because whoever is to wait is told so whatever it sends
      IntakeRequest.of(request).requirePass();
      return readable(request, taking, refusal);
    } catch (IntakeBusy e) {
      return busy(e, refusal);
    } catch (DataAccessException | TransactionException e) {
      return busy(new IntakeBusy("the database cannot be reached just now"), refusal);
    }
  }

  private static ResponseEntity<?> busy(IntakeBusy busy, Refusal refusal) {
    ResponseEntity<?> answer = refusal.answer(busy.getStatusCode(), busy.reason());
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .headers(busy.getHeaders())
        .body(answer.getBody());
  }

  private ResponseEntity<?> readable(HttpServletRequest request, Taking taking, Refusal refusal) throws IOException {
    try {
      return taking.take();
    } catch (Unreadable e) {
      deadLetters.keep(request, e.reason());
      return refusal.answer(e.getStatusCode(), e.reason());
    }
  }

  /** How senders without a format for it are told. */
  static ProblemDetail problem(HttpStatusCode status, String reason) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, reason);
    problem.setProperty("code", code(HttpStatus.valueOf(status.value())));
    return problem;
  }

  private static String code(HttpStatus status) {
    return status == HttpStatus.SERVICE_UNAVAILABLE ? "busy" : status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
