package io.faultdesk.security;

import io.faultdesk.security.Accounts.Account;
import io.faultdesk.shared.Credential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/** Whoever makes a request: an account, either in person or through one of its tokens. */
final class SignedIn extends AbstractAuthenticationToken implements Credential {

  /** Authority of a member of staff in person, as opposed to a token. */
  static final String PERSON = "person";

  /** Authority of those who may put rules in force, in person or by a token that may do everything. */
  static final String RULE_AUTHOR = "rule-author";

  private static final SecurityContextRepository REQUEST_ONLY = new RequestAttributeSecurityContextRepository();
  private static final long serialVersionUID = 1;

  private final Account account;
  private final String credential;
  private final String sender;

  private SignedIn(Account account, String credential, String sender, Collection<String> authorities) {
    super(authorities(authorities));
    this.account = account;
    this.credential = credential;
    this.sender = sender;
    setAuthenticated(true);
  }

  /** The account's owner in person: may do what staff may do, and what the account's groups add; without any, only deliver. */
  static SignedIn person(Account account) {
    Set<String> authorities = words(scopes(account));
    if (!account.groups().isEmpty()) {
      authorities.add(PERSON);
    }
    addRuleAuthor(account, authorities);
    return new SignedIn(account, "user " + account.user(), account.user(), authorities);
  }

  /** A token: may do what its scopes say, but never more than its owner may do today. */
  static SignedIn token(Account owner, ApiToken token) {
    Set<Scope> granted = EnumSet.noneOf(Scope.class);
    token.scopes().forEach(scope -> granted.addAll(scope.implied()));
    granted.retainAll(scopes(owner));
    Set<String> authorities = words(granted);
    if (granted.contains(Scope.ADMIN)) {
      addRuleAuthor(owner, authorities);
    }
    return new SignedIn(owner, "token " + token.id(), owner.user() + "/" + token.name(), authorities);
  }

  private static void addRuleAuthor(Account account, Set<String> authorities) {
    if (account.groups().contains(RULE_AUTHOR)) {
      authorities.add(RULE_AUTHOR);
    }
  }

  /** Makes the request this caller's, and no other with it. */
  void enter(HttpServletRequest request, HttpServletResponse response) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(this);
    SecurityContextHolder.setContext(context);
    REQUEST_ONLY.saveContext(context, request, response);
  }

  @Override
  public Account getPrincipal() {
    return account;
  }

  @Override
  public String getName() {
    return account.user();
  }

  @Override
  public String credential() {
    return credential;
  }

  @Override
  public String sender() {
    return sender;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  private static Set<Scope> scopes(Account account) {
    if (account.groups().isEmpty()) {
      return EnumSet.of(Scope.INTAKE);
    }
    return account.isAdmin() ? EnumSet.allOf(Scope.class) : EnumSet.complementOf(EnumSet.of(Scope.ADMIN));
  }

  private static Set<String> words(Set<Scope> scopes) {
    Set<String> words = new TreeSet<>();
    scopes.forEach(scope -> words.add(scope.word()));
    return words;
  }

  private static List<GrantedAuthority> authorities(Collection<String> words) {
    return AuthorityUtils.createAuthorityList(words);
  }
}
