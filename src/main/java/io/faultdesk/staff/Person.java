package io.faultdesk.staff;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in.
 *
 * @param id sign-in name
 * @param roles {@code admin}, {@code rule-author}, {@code modeler}, {@code manager}
 */
public record Person(String id, String name, @Nullable String email, Set<String> roles, boolean available) {

  public Person {
    roles = Set.copyOf(roles);
  }
}
