package io.faultdesk.signal;

import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * A body that will never be readable, however often it is sent: 400, 413, 415 or 422. It is an {@link IOException}
 * because a body that is too long or badly packed shows it only while it is read, be it by a message converter.
 */
public class Unreadable extends IOException implements ErrorResponse {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String reason;

  public Unreadable(HttpStatus status, String reason) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  @Override
  public HttpStatusCode getStatusCode() {
    return status;
  }

  @Override
  public ProblemDetail getBody() {
    return Reception.problem(status, reason);
  }
}
