package io.faultdesk.signal.alertmanager;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** The body with which Alertmanager refuses; its operator sees the message in Alertmanager's log. */
record ErrorBody(int code, String message) {

  /** What Alertmanager calls a required field that is missing. */
  static final int MISSING = 602;

  /** What Alertmanager calls a field that is not of the type it should be. */
  static final int WRONG_TYPE = 601;

  static ResponseEntity<ErrorBody> answer(HttpStatusCode status, String message) {
    return answer(status, status.value() == 422 ? MISSING : status.value(), message);
  }

  static ResponseEntity<ErrorBody> answer(HttpStatusCode status, int code, String message) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new ErrorBody(code, message));
  }
}
