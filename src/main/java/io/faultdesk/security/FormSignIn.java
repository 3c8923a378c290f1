package io.faultdesk.security;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Signs in whoever fills in the sign-in page. */
@Component
class FormSignIn implements AuthenticationProvider {

  private final SignIn signIn;

  FormSignIn(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public Authentication authenticate(Authentication given) {
    String address =
        given.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
    return signIn
        .check(given.getName(), String.valueOf(given.getCredentials()), address)
        .map(SignedIn::person)
        .orElseThrow(() -> new BadCredentialsException("wrong credentials"));
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
