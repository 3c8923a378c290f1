package io.faultdesk.security;

import io.faultdesk.security.Accounts.Account;
import io.faultdesk.security.SignInThrottle.Attempt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Says whose password it is. A password found right is not checked again for half a minute, which is also how long an
 * old one lives on; it is remembered as an HMAC under a key that only this process has.
 */
@Component
class SignIn {

  static final Duration PASSWORD_MEMORY = Duration.ofSeconds(30);
  static final Duration ACCOUNT_MEMORY = Duration.ofSeconds(10);
  private static final int LONGEST_USER = 64;
  private static final int LONGEST_PASSWORD = 1_000;
  private static final int CAPACITY = 10_000;

  private final Accounts accounts;
  private final SignInThrottle throttle;
  private final ExpiringCache<String, String> verified;
  private final ExpiringCache<String, Account> known;
  private final SecretKeySpec key;

  SignIn(Accounts accounts, SignInThrottle throttle, Clock clock) {
    this.accounts = accounts;
    this.throttle = throttle;
    this.verified = new ExpiringCache<>(clock, PASSWORD_MEMORY, CAPACITY);
    this.known = new ExpiringCache<>(clock, ACCOUNT_MEMORY, CAPACITY);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
  }

  /** The account, if the password is right; a wrong name, a wrong password and a wait look the same. */
  Optional<Account> check(String user, String password, String address) {
    if (user.isEmpty() || user.length() > LONGEST_USER || password.length() > LONGEST_PASSWORD) {
      return Optional.empty();
    }
    return verified
        .get(fingerprint(user, password), () -> ask(user, password, address))
        .flatMap(this::account);
  }

  /** The account of somebody who signed in before, as it is now. */
  Optional<Account> account(String user) {
    return known.get(user, () -> accounts.find(user));
  }

  private Optional<String> ask(String user, String password, String address) {
    Attempt attempt = new Attempt(user, address);
    if (!throttle.admits(attempt)) {
      return Optional.empty();
    }
    Optional<Account> account = accounts.signIn(user, password);
    account.ifPresentOrElse(found -> throttle.succeeded(attempt), () -> throttle.failed(attempt));
    return account.map(Account::user);
  }

  private String fingerprint(String user, String password) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      mac.update((user.length() + ":" + user).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
