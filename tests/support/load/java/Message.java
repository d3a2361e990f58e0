import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records of the load: where each belongs, and what it says of itself. */
final class Message {
  /** Stands for the transaction of a record that is in none. */
  static final long NO_TRANSACTION = -1;

  private static final int KEYS_PER_PARTITION = 4;
  /** Records in a row with one key: enough to fill batches, few enough that a transaction spans partitions. */
  private static final int RUN_LENGTH = 20;

  /** A key, and the one partition in which its records belong. */
  record Route(String key, String topic, int partition) {}

  private Message() {}

  /** The keys of a producer, its own, so that their order is defined; neighbours lie in different partitions. */
  static List<Route> routes(int producer, Map<String, Integer> partitions) {
    List<Route> routes = new ArrayList<>();
    for (int key = 0; key < KEYS_PER_PARTITION; key++) {
      for (var topic : partitions.entrySet()) {
        for (int partition = 0; partition < topic.getValue(); partition++) {
          routes.add(new Route("p" + producer + "-k" + routes.size(), topic.getKey(), partition));
        }
      }
    }
    return routes;
  }

  /** A record whose value names everything that can go wrong with it, closed by a CRC-32C of all before. */
  static ProducerRecord<byte[], byte[]> record(
      String run, int producer, long sequence, long transaction, List<Route> routes) {
    Route route = routes.get((int) (sequence / RUN_LENGTH % routes.size()));
    String text = String.join("|", run, Integer.toString(producer), Long.toString(sequence), Long.toString(transaction),
        route.topic, Integer.toString(route.partition), route.key, "");
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    byte[] value = (text + Long.toHexString(crc.getValue())).getBytes(StandardCharsets.US_ASCII);
    return new ProducerRecord<>(route.topic, route.partition, route.key.getBytes(StandardCharsets.US_ASCII), value);
  }

  /** Bytes as one word of a line. None of ours needs a replacement, so one that has it fails its CRC. */
  static String word(byte[] bytes) {
    if (bytes == null || bytes.length == 0) {
      return "?";
    }
    char[] word = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      word[i] = bytes[i] > ' ' && bytes[i] < 127 ? (char) bytes[i] : '?';
    }
    return new String(word);
  }
}
