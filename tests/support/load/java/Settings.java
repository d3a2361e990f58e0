import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.ToIntFunction;

/**
 * What the load is to do.
 *
 * @param run marks every record, so that no other load's records are taken for ours
 * @param dir where the files of the load are written
 * @param topics names of the topics
 * @param idempotentProducers producers that write record by record
 * @param transactionalProducers producers that write whole transactions
 * @param consumers members of the group that reads along
 * @param recordsPerSecond of all producers together; 0: as fast as they can
 * @param target acknowledged records after which the load ends by itself; 0: none
 * @param maxSeconds after which the load ends in any case
 * @param client settings of every client: bootstrap.servers, and those of the user's file
 */
record Settings(String run, Path dir, List<String> topics, int idempotentProducers, int transactionalProducers,
    int consumers, int recordsPerSecond, int target, int maxSeconds, Properties client) {

  /** Reads the load's own settings and those of its clients from one properties file each. */
  static Settings read(Path ours, Path clients) throws IOException {
    Properties p = properties(ours);
    Properties client = properties(clients);
    client.setProperty("bootstrap.servers", p.getProperty("bootstrap"));
    ToIntFunction<String> number = name -> Integer.parseInt(p.getProperty(name));
    return new Settings(p.getProperty("run"), Path.of(p.getProperty("dir")),
        List.of(p.getProperty("topics").split(",")), number.applyAsInt("idempotentProducers"),
        number.applyAsInt("transactionalProducers"), number.applyAsInt("consumers"),
        number.applyAsInt("recordsPerSecond"), number.applyAsInt("target"), number.applyAsInt("maxSeconds"), client);
  }

  static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }

  /**
   * Settings of a client of ours.
   *
   * @param defaults what the user's file may change
   * @param fixed what it may not, because the verification rests on it
   */
  Properties clientWith(List<String> defaults, List<String> fixed) {
    Properties properties = new Properties();
    set(properties, defaults);
    properties.putAll(client);
    set(properties, fixed);
    return properties;
  }

  private static void set(Properties properties, List<String> assignments) {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      properties.setProperty(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
  }
}
