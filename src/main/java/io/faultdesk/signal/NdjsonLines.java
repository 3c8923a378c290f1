package io.faultdesk.signal;

import java.io.IOException;
import java.io.InputStream;

/** The lines of a stream that hold anything, one after the other in one buffer; none is ever a copy. */
class NdjsonLines {

  /** A longer line is skipped; a sample needs some hundred bytes. */
  static final int MAX_LINE = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[2 * MAX_LINE];
  private int start;
  private int end;
  private int filled;
  private boolean atEnd;
  private boolean tooLong;

  NdjsonLines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line that is not blank; false where there is none. */
  boolean next() throws IOException {
    do {
      if (!nextLine()) {
        return false;
      }
    } while (!tooLong && isBlank());
    return true;
  }

  byte[] buffer() {
    return buffer;
  }

  int offset() {
    return start;
  }

  int length() {
    return end - start;
  }

  /** True where the line was longer than {@link #MAX_LINE} and only its end is in the buffer. */
  boolean tooLong() {
    return tooLong;
  }

  private boolean nextLine() throws IOException {
    start = end < filled ? end + 1 : filled;
    tooLong = false;
    int scanned = start;
    while (true) {
      for (int at = scanned; at < filled; at++) {
        if (buffer[at] == '\n') {
          end = at;
          return true;
        }
      }
      scanned = filled;
      if (atEnd) {
        end = filled;
        return end > start || tooLong;
      }
      scanned -= makeRoom();
      fill();
    }
  }

  /** Moves the unfinished line to the front, or gives it up where it is too long; how far things moved. */
  private int makeRoom() {
    if (filled - start > MAX_LINE) {
      tooLong = true;
      start = filled;
    }
    int moved = start;
    System.arraycopy(buffer, start, buffer, 0, filled - start);
    filled -= moved;
    start = 0;
    return moved;
  }

  private void fill() throws IOException {
    int read = in.read(buffer, filled, buffer.length - filled);
    atEnd = read < 0;
    filled += Math.max(read, 0);
  }

  private boolean isBlank() {
    for (int at = start; at < end; at++) {
      if (buffer[at] > ' ' || buffer[at] < 0) {
        return false;
      }
    }
    return true;
  }
}
