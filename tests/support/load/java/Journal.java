import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file of lines that is only ever appended to, by any thread. What was flushed is with the operating system and
 * survives the death of this process; the rest follows within {@value #FLUSH_MS} ms. An outcome that was not written
 * in time counts as unknown, never as something that did not happen.
 */
final class Journal implements AutoCloseable {
  static final int FLUSH_MS = 20;

  private final OutputStream file;
  private final long began = System.nanoTime();
  private boolean closed;

  Journal(Path path) throws IOException {
    file = new BufferedOutputStream(new FileOutputStream(path.toFile(), true), 1 << 16);
    Thread flusher = new Thread(this::flushForever, "flush " + path.getFileName());
    flusher.setDaemon(true);
    flusher.start();
  }

  /** Appends a line: the fields with a space between them. */
  synchronized void append(Object... fields) {
    StringBuilder line = line(fields);
    line.setCharAt(line.length() - 1, '\n');
    write(line);
  }

  /** Appends a line that ends with the milliseconds since the journal began. Such lines are in the order of time. */
  synchronized void appendTimed(Object... fields) {
    write(line(fields).append((System.nanoTime() - began) / 1_000_000).append('\n'));
  }

  private static StringBuilder line(Object... fields) {
    StringBuilder line = new StringBuilder(160);
    for (Object field : fields) {
      line.append(field).append(' ');
    }
    return line;
  }

  private void write(CharSequence line) {
    try {
      if (!closed) {
        file.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      die(e);
    }
  }

  synchronized void flush() {
    try {
      if (!closed) {
        file.flush();
      }
    } catch (IOException e) {
      die(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    file.close();
  }

  private void flushForever() {
    try {
      for (;;) {
        Thread.sleep(FLUSH_MS);
        flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A load that cannot remember must not go on: clients' threads would swallow an exception. */
  private static void die(IOException e) {
    System.err.println("journal: " + e);
    Runtime.getRuntime().halt(Load.BROKEN);
  }
}
