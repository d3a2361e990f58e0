import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumers of the load, all read_committed. A line for each record:
 * {@code TOPIC PARTITION OFFSET KEY VALUE READER}, in which the reader is who got it.
 */
final class Readers {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  /** Who asks where the records end, and reads them all: whoever begins in the cluster, where no address changes. */
  private static final Identity ASKING = Identity.APPLICATION;

  private final Settings settings;
  private final Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();
  private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private volatile Map<TopicPartition, Long> ends;

  Readers(Settings settings, Map<String, Integer> topics) {
    this.settings = settings;
    topics.forEach((topic, count) -> {
      for (int partition = 0; partition < count; partition++) {
        partitions.add(new TopicPartition(topic, partition));
      }
    });
  }

  /** Reads as a member of the group until all members together have come to the ends given by {@link #drain}. */
  void follow(int member, Journal journal) {
    Identity identity = Identity.of(member);
    var own = List.of("client.id=load-reader-" + member, "group.id=" + settings.group());
    while (!drained()) {
      try (var consumer = consumer(identity, own)) {
        consumer.subscribe(settings.topics(), new CommitOnRevocation(consumer));
        followWith(consumer, member, journal);
      } catch (KafkaException e) {
        Refusal.endIn(e, "consumer " + member, identity);
        System.err.println("consumer " + member + " begins anew: " + e);
        Pace.pause(BETWEEN_TRIES);
      }
    }
  }

  /** Whether every member of the group has got a record. */
  boolean allBegun() {
    return begun.size() == settings.consumers();
  }

  private void followWith(KafkaConsumer<byte[], byte[]> consumer, int member, Journal journal) {
    long committed = System.nanoTime();
    while (!drained()) {
      for (var record : consumer.poll(POLL)) {
        write(journal, record, Identity.of(member));
        begun.add(member);
      }
      if (System.nanoTime() - committed > BETWEEN_COMMITS.toNanos()) {
        commit(consumer);
        committed = System.nanoTime();
      }
    }
  }

  /** Positions are noted too, because they pass the marks of transactions, which are no records. */
  private void commit(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      for (TopicPartition partition : consumer.assignment()) {
        positions.merge(partition, consumer.position(partition, BETWEEN_COMMITS), Math::max);
      }
      consumer.commitSync(BETWEEN_COMMITS.multipliedBy(10));
    } catch (KafkaException e) {
      requireNoRefusal(e);
      System.err.println("no commit this time: " + e);
    }
  }

  /** A commit that fails is made up for by the next one, but not if it was refused. */
  private static void requireNoRefusal(KafkaException e) {
    if (Refusal.in(e) != null) {
      throw e;
    }
  }

  /** Without it, every change of the group would deliver a second's records again. */
  private record CommitOnRevocation(KafkaConsumer<byte[], byte[]> consumer) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      try {
        consumer.commitSync(BETWEEN_COMMITS);
      } catch (KafkaException e) {
        requireNoRefusal(e);
        System.err.println("no commit before the revocation: " + e);
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {}
  }

  /** Nothing is written any more: lets the members end once they have read all there is. */
  void drain(Duration patience) {
    try (var consumer = consumer(ASKING, List.of("client.id=load-ends"))) {
      ends = settledEnds(consumer, patience);
    }
  }

  private boolean drained() {
    return ends != null && ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** Reads every partition once, from its beginning to its end, when no transaction is open any more. */
  void readAll(Journal journal, Duration patience) {
    var own = List.of("client.id=load-final", "max.poll.records=5000");
    try (var consumer = consumer(ASKING, own)) {
      Map<TopicPartition, Long> all = settledEnds(consumer, patience);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + patience.toNanos();
      while (!all.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
        var records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          deadline = System.nanoTime() + patience.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new IllegalStateException("no record came for " + patience.toSeconds() + " s before the end " + all);
        }
        for (var record : records) {
          write(journal, record, ASKING);
        }
      }
    }
  }

  /**
   * The ends of all partitions once no transaction is open. Before, a transaction may be visible in one partition and
   * not yet in another, and would look torn.
   */
  private Map<TopicPartition, Long> settledEnds(KafkaConsumer<byte[], byte[]> committed, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    var own = List.of("client.id=load-uncommitted", "isolation.level=read_uncommitted");
    Properties config = settings.clientWith(ASKING, List.of(), own);
    try (var uncommitted = new KafkaConsumer<byte[], byte[]>(
        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (;;) {
        Map<TopicPartition, Long> all = uncommitted.endOffsets(partitions);
        if (committed.endOffsets(partitions).equals(all)) {
          return all;
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("a transaction is still open after " + patience.toSeconds() + " s: " + all
              + " are the ends, and read_committed comes to " + committed.endOffsets(partitions));
        }
        Pace.pause(Duration.ofMillis(500));
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(Identity identity, List<String> own) {
    var defaults = new ArrayList<>(List.of("auto.offset.reset=earliest", "session.timeout.ms=15000"));
    defaults.addAll(own);
    var fixed = List.of("isolation.level=read_committed", "enable.auto.commit=false");
    return new KafkaConsumer<>(settings.clientWith(identity, defaults, fixed), new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static void write(Journal journal, ConsumerRecord<byte[], byte[]> record, Identity reader) {
    journal.append(record.topic(), record.partition(), record.offset(), Message.word(record.key()),
        Message.word(record.value()), reader);
  }
}
