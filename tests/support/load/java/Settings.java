import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

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
 * @param clients settings of every client, by who it is: those of the user's files
 */
record Settings(String run, Path dir, List<String> topics, int idempotentProducers, int transactionalProducers,
    int consumers, int recordsPerSecond, int target, int maxSeconds, Map<Identity, Properties> clients) {

  /** Reads the load's own settings, and those of the clients of each identity, from one file each. */
  static Settings read(List<Path> files) throws IOException {
    Properties p = properties(files.get(0));
    var clients = new EnumMap<Identity, Properties>(Identity.class);
    for (int i = 1; i < files.size(); i++) {
      clients.put(Identity.values()[i - 1], properties(files.get(i)));
    }
    ToIntFunction<String> number = name -> Integer.parseInt(p.getProperty(name));
    return new Settings(p.getProperty("run"), Path.of(p.getProperty("dir")),
        List.of(p.getProperty("topics").split(",")), number.applyAsInt("idempotentProducers"),
        number.applyAsInt("transactionalProducers"), number.applyAsInt("consumers"),
        number.applyAsInt("recordsPerSecond"), number.applyAsInt("target"), number.applyAsInt("maxSeconds"), clients);
  }

  static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }

  /** The group of all consumers that read along. */
  String group() {
    return "load-" + run;
  }

  /** What the transactional ids of all producers begin with. */
  String transactionalIds() {
    return "load-" + run + "-";
  }

  /** What the application says of itself when it logs in: "username" or "password". */
  String login(String option) {
    var jaas = new Password(clients.get(Identity.APPLICATION).getProperty(SaslConfigs.SASL_JAAS_CONFIG));
    var entries = JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, jaas)).configurationEntries();
    return (String) entries.get(0).getOptions().get(option);
  }

  /** Settings of the administrator's clients that only ask or change something. */
  Properties administrator() {
    return clientWith(Identity.ADMINISTRATOR, List.of(), List.of());
  }

  /**
   * Settings of a client of ours.
   *
   * @param identity who it is
   * @param defaults what the user's files may change
   * @param fixed what it may not, because the verification rests on it
   */
  Properties clientWith(Identity identity, List<String> defaults, List<String> fixed) {
    Properties properties = new Properties();
    set(properties, defaults);
    properties.putAll(clients.get(identity));
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
