package io.faultdesk.signal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;

/** A stream that refuses to deliver more than so many bytes. */
class CappedStream extends FilterInputStream {

  private final long limit;
  private long count;

  CappedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count += Math.max(read, 0);
    if (count > limit) {
      throw tooLarge(limit);
    }
    return read;
  }

  static Unreadable tooLarge(long limit) {
    return new Unreadable(
        HttpStatus.PAYLOAD_TOO_LARGE, "the body is longer than " + limit + " bytes, packed or unpacked");
  }
}
