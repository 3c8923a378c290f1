package io.faultdesk.security;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/** Port to the directory in which people sign in; {@code workflow} implements it. */
public interface Accounts {

  /** The account, if the password is right and the account is not locked. */
  Optional<Account> signIn(String user, String password);

  /** The account of that name, without asking for a password. */
  Optional<Account> find(String user);

  /** Makes the user {@code admin} with that password unless it exists; says whether it was made. */
  boolean createAdmin(String password);

  /** Somebody who may sign in; groups are teams and roles alike. */
  record Account(String user, Set<String> groups) implements Serializable {

    public Account {
      groups = Set.copyOf(groups);
    }

    /** Whether nothing is closed to this account. */
    public boolean isAdmin() {
      return groups.contains("admin") || groups.contains("camunda-admin");
    }
  }
}
