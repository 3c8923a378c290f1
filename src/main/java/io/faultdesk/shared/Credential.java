package io.faultdesk.shared;

/** A caller known by what it signed in with, so that two tokens of one account are told apart. */
public interface Credential {

  /** The token or the user, such as {@code token 6f1…} or {@code user li.na}; never a secret. */
  String credential();

  /** What people call it, which stays when a token is replaced by another of the same name: {@code li.na}, {@code admin/prometheus}. */
  String sender();
}
