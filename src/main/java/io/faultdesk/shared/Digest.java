package io.faultdesk.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-256 over a list of byte strings in 64 lower-case hexadecimal digits. Each part is preceded by its length in four
 * big-endian bytes, so that no two different lists give the same bytes.
 */
public final class Digest {

  private Digest() {}

  /** The digest of these parts in this order. */
  public static String of(byte[]... parts) {
    MessageDigest sha = sha256();
    for (byte[] part : parts) {
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
      sha.update(part);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** The digest of these texts in UTF-8: equal digests mean equal texts, to the letter, on every database. */
  public static String of(String... parts) {
    return of(Arrays.stream(parts).map(part -> part.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
