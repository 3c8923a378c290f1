package io.faultdesk.signal;

import io.faultdesk.shared.Credential;
import java.security.Principal;

/** A caller that signed in with a token of that name of its owner. */
record TokenCaller(String owner, String token) implements Principal, Credential {

  @Override
  public String getName() {
    return owner;
  }

  @Override
  public String credential() {
    return "token " + token;
  }

  @Override
  public String sender() {
    return owner + "/" + token;
  }
}
