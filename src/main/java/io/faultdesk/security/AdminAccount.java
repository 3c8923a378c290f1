package io.faultdesk.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Makes the user {@code admin} on the first start, before the port opens. Without a given password it makes one up, prints
 * it once and leaves it in {@code admin-password} in the data folder, readable by the owner only.
 */
@Component
class AdminAccount implements SmartInitializingSingleton {

  static final String USER = "admin";
  static final String FILE = "admin-password";
  private static final int LENGTH = 20;

  /** Without the characters that are easily taken for one another. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private final Accounts accounts;
  private final SecuritySettings settings;

  AdminAccount(Accounts accounts, SecuritySettings settings) {
    this.accounts = accounts;
    this.settings = settings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (accounts.find(USER).isPresent()) {
      return;
    }
    String given = settings.admin().password();
    if (given != null && !given.isBlank()) {
      accounts.createAdmin(given);
    } else {
      createWithMadeUpPassword();
    }
  }

  private void createWithMadeUpPassword() {
    String password = madeUp();
    Path file = settings.data().dir().resolve(FILE);
    // Written before the account exists, so that no crash in between leaves an account nobody can use; and moved into
    // place after it, because another node may have been first.
    Path draft = write(file, password);
    if (accounts.createAdmin(password)) {
      move(draft, file);
      System.out.printf(
          "%nSign in as %s with the password %s (shown once, kept in %s)%n%n", USER, password, file.toAbsolutePath());
    } else {
      remove(draft);
    }
  }

  private static String madeUp() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  private static Path write(Path file, String password) {
    try {
      Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
      boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
      Path draft =
          posix
              ? Files.createTempFile(
                  folder, FILE, ".new",
                  PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
              : Files.createTempFile(folder, FILE, ".new");
      return Files.writeString(draft, password + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the admin's password to " + file, e);
    }
  }

  private static void move(Path draft, Path file) {
    try {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the admin's password stayed in " + draft, e);
    }
  }

  private static void remove(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
