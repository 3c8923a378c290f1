package io.faultdesk.shared;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks gzip of one or more members (RFC 1952). {@link GZIPInputStream} calls itself for each member that is empty, so that a
 * small body of nothing but such would overflow the stack.
 */
public final class GzipStream extends GZIPInputStream {

  private static final int MAX_EMPTY_MEMBERS = 100;

  private int depth;

  public GzipStream(InputStream packed) throws IOException {
    super(packed, 8192);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (depth > MAX_EMPTY_MEMBERS) {
      throw new ZipException("too many empty members");
    }
    depth++;
    try {
      return super.read(buffer, offset, length);
    } finally {
      depth--;
    }
  }
}
