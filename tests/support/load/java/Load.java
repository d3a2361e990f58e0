import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Writes to and reads from a Kafka cluster, and remembers in files what it was promised and what it got.
 *
 * <pre>
 * Load prepare FILES   makes the topics, and the application's user
 * Load run FILES       writes and reads until its standard input ends, or as the settings say
 * Load read FILES      reads everything that is committed into final.log
 * Load clean FILES     removes the topics and the user
 * </pre>
 *
 * FILES are the load's own settings, those of the administrator's clients, and those of the application's.
 */
public final class Load {
  /** Exit code: the load could not write its files, or did not end in time. */
  static final int BROKEN = 3;
  /** Exit code: a broker refused a client of the load. */
  static final int REFUSED = 4;

  /** How long records may still be on their way after the stop, transactions stay open, or nothing be read. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration BETWEEN_SIGNS = Duration.ofMillis(200);

  private Load() {}

  public static void main(String[] args) throws Exception {
    // Whichever thread fails, the load is worth nothing without it, and the others would keep the process alive.
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
      e.printStackTrace();
      Runtime.getRuntime().halt(BROKEN);
    });
    Properties own = Settings.properties(Path.of(args[1]));
    Settings settings = Settings.read(Stream.of(args).skip(1).map(Path::of).toList());
    switch (args[0]) {
      case "prepare" -> prepare(settings, own);
      case "run" -> run(settings);
      case "read" -> read(settings);
      case "clean" -> clean(settings);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void run(Settings settings) throws Exception {
    Map<String, Integer> topics = partitions(settings);
    AtomicBoolean stopped = stopAtEndOfInput();
    haltAfter(Duration.ofSeconds(settings.maxSeconds()).plus(PATIENCE.multipliedBy(2)));
    long end = System.nanoTime() + Duration.ofSeconds(settings.maxSeconds()).toNanos();
    try (Journal outcomes = new Journal(settings.dir().resolve("outcomes.log"));
        Journal live = new Journal(settings.dir().resolve("live.log"))) {
      Writers writers = new Writers(settings, topics, outcomes, stopped::get);
      Readers readers = new Readers(settings, topics);
      List<Thread> consumers = start("consumer", settings.consumers(), member -> readers.follow(member, live));
      List<Thread> producers =
          start("producer", settings.idempotentProducers() + settings.transactionalProducers(), writers::write);
      while (!stopped.get()) {
        Pace.pause(BETWEEN_SIGNS);
        // Until then, what is done to the cluster would meet a group that has not formed yet.
        if (readers.allBegun()) {
          System.out.println("acknowledged " + writers.acknowledged());
        }
        if (System.nanoTime() > end || settings.target() > 0 && writers.acknowledged() >= settings.target()) {
          stopped.set(true);
        }
      }
      outcomes.appendTimed("e");
      join(producers);
      System.out.println("acknowledged " + writers.acknowledged());
      if (settings.consumers() > 0) {
        readers.drain(PATIENCE);
        join(consumers);
        live.append("drained");
      }
    }
    System.exit(0);
  }

  private static List<Thread> start(String role, int count, IntConsumer work) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread = new Thread(() -> work.accept(number), role + " " + i);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Whoever started the load need not be there to end it: its death closes our input too. */
  private static AtomicBoolean stopAtEndOfInput() {
    AtomicBoolean stopped = new AtomicBoolean();
    daemon("input", () -> {
      try {
        while (System.in.read() >= 0) {
          // What it says does not matter, only that it ends.
        }
      } catch (IOException e) {
        System.err.println("input: " + e);
      }
      stopped.set(true);
    });
    return stopped;
  }

  private static void haltAfter(Duration time) {
    daemon("watchdog", () -> {
      Pace.pause(time);
      System.err.println("the load did not end within " + time.toSeconds() + " s");
      Runtime.getRuntime().halt(BROKEN);
    });
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(Settings settings) throws Exception {
    haltAfter(PATIENCE.multipliedBy(4));
    Readers readers = new Readers(settings, partitions(settings));
    try (Journal all = new Journal(settings.dir().resolve("final.log"))) {
      readers.readAll(all, PATIENCE);
    }
  }

  /** How many partitions each topic has. A broker may hear of a new topic a moment after its creation. */
  private static Map<String, Integer> partitions(Settings settings) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try (Admin admin = Admin.create(settings.administrator())) {
      for (;;) {
        try {
          Map<String, Integer> counts = new TreeMap<>();
          admin.describeTopics(settings.topics()).allTopicNames().get()
              .forEach((topic, description) -> counts.put(topic, description.partitions().size()));
          return counts;
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
            throw e;
          }
          Pace.pause(BETWEEN_SIGNS);
        }
      }
    }
  }

  private static void prepare(Settings settings, Properties own) throws Exception {
    int partitions = Integer.parseInt(own.getProperty("partitions"));
    short copies = Short.parseShort(own.getProperty("replicationFactor"));
    // Nothing may go by age: what is not there any more counts as lost.
    var configs = Map.of("retention.ms", "-1", "min.insync.replicas", own.getProperty("minInsyncReplicas"));
    var topics = settings.topics().stream()
        .map(name -> new NewTopic(name, partitions, copies).configs(configs)).toList();
    try (Admin admin = Admin.create(settings.administrator())) {
      admin.createTopics(topics).all().get();
      new Account(settings).create(admin);
    }
  }

  private static void clean(Settings settings) throws Exception {
    try (Admin admin = Admin.create(settings.administrator())) {
      new Account(settings).remove(admin);
      for (var removal : admin.deleteTopics(settings.topics()).topicNameValues().values()) {
        await(removal, UnknownTopicOrPartitionException.class);
      }
    }
  }

  /** Waits for a removal, which is also right where nothing was: a preparation may have failed at any point. */
  static void await(KafkaFuture<Void> removal, Class<? extends ApiException> nothingThere) throws Exception {
    try {
      removal.get();
    } catch (ExecutionException e) {
      if (!nothingThere.isInstance(e.getCause())) {
        throw e;
      }
    }
  }
}
