import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producers of the load. Each numbers its records without a gap and sends each number once; repeating is left to
 * Kafka's client. The journal gets a line for every outcome:
 *
 * <pre>
 * p PRODUCER KIND                                 it begins; KIND says what it is and who
 * a PRODUCER SEQUENCE TOPIC PARTITION OFFSET MS   acknowledged by all in-sync replicas
 * f PRODUCER SEQUENCE MS                          failed before it was sent to a broker
 * u PRODUCER SEQUENCE MS                          failed with an unknown fate
 * b PRODUCER TRANSACTION FIRST COUNT              a transaction begins: COUNT records from the sequence FIRST
 * C PRODUCER TRANSACTION MS                       it is committed
 * A PRODUCER TRANSACTION MS                       it was to be aborted and is
 * R PRODUCER TRANSACTION MS                       a broker asked at once to abort it; it is, and is to be repeated
 * F PRODUCER TRANSACTION MS                       it failed, and is aborted or never can be committed
 * U PRODUCER TRANSACTION MS                       its commit was asked for and not confirmed
 * </pre>
 */
final class Writers {
  private static final int MIN_TRANSACTION = 50;
  private static final int MAX_TRANSACTION = 200;
  private static final double ABORTED_SHARE = 0.1;
  /** Less than any retry is given up after: the client also says "abort" of what it has tried in vain. */
  private static final Duration AT_ONCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final Settings settings;
  private final Map<String, Integer> partitions;
  private final Journal journal;
  private final BooleanSupplier stopped;
  private final AtomicLong acknowledged = new AtomicLong();

  Writers(Settings settings, Map<String, Integer> partitions, Journal journal, BooleanSupplier stopped) {
    this.settings = settings;
    this.partitions = partitions;
    this.journal = journal;
    this.stopped = stopped;
  }

  /** Records acknowledged so far; those of a transaction count when it is committed. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Writes with one producer until the load is stopped. The first ones are idempotent, those after transactional. */
  void write(int producer) {
    int transactional = producer - settings.idempotentProducers();
    if (transactional < 0) {
      new Idempotent(producer, Identity.of(producer)).run();
    } else {
      new Transactional(producer, Identity.of(transactional)).run();
    }
  }

  private abstract class Writer {
    final int id;
    final Identity identity;
    final List<Message.Route> routes;
    final Pace pace;
    long sequence;

    /** @param identity who writes */
    Writer(int id, Identity identity) {
      this.id = id;
      this.identity = identity;
      int producers = settings.idempotentProducers() + settings.transactionalProducers();
      routes = Message.routes(id, partitions);
      pace = new Pace((double) settings.recordsPerSecond() / producers);
    }

    /** Writes until the load is stopped; every failure is answered with a new client, which has a clean state. */
    void run() {
      journal.append("p", id, kind() + "-" + identity);
      while (!stopped.getAsBoolean()) {
        try {
          writeAnew();
        } catch (KafkaException | IllegalStateException e) {
          requireNoRefusal(e);
          System.err.println("producer " + id + " begins anew: " + e);
          Pace.pause(BETWEEN_TRIES);
        }
      }
    }

    /** A client cannot even be made while the names of brokers are not found. */
    private void writeAnew() {
      KafkaProducer<byte[], byte[]> client = new KafkaProducer<>(config());
      try {
        writeWith(client);
        client.close();
      } finally {
        client.close(Duration.ZERO);
      }
    }

    /** What it writes, as a word. */
    abstract String kind();

    /** Returns when the load is stopped and the fate of all records is known. */
    abstract void writeWith(KafkaProducer<byte[], byte[]> client);

    void requireNoRefusal(Exception e) {
      Refusal.endIn(e, "producer " + id, identity);
    }

    Properties config() {
      // A limited rate does not fill a large buffer, so one dead partition does not hold up the others. Without a limit
      // any buffer is full, and a large one would only queue up before the brokers and starve the transactions.
      int buffer = settings.recordsPerSecond() > 0 ? 32 << 20 : 4 << 20;
      Properties config = settings.clientWith(identity,
          List.of("client.id=load-" + id, "linger.ms=10", "batch.size=32768", "buffer.memory=" + buffer,
              "request.timeout.ms=15000", "delivery.timeout.ms=120000", "max.block.ms=120000"),
          List.of("acks=all", "enable.idempotence=true", "max.in.flight.requests.per.connection=5"));
      config.put("key.serializer", ByteArraySerializer.class);
      config.put("value.serializer", ByteArraySerializer.class);
      return config;
    }

    void send(KafkaProducer<byte[], byte[]> client, long transaction, Runnable onAck,
        AtomicReference<Exception> failure) {
      long number = sequence++;
      Thread caller = Thread.currentThread();
      var record = Message.record(settings.run(), id, number, transaction, routes);
      try {
        client.send(record, (metadata, error) -> {
          if (error == null) {
            journal.appendTimed("a", id, number, metadata.topic(), metadata.partition(), metadata.offset());
            onAck.run();
          } else {
            requireNoRefusal(error);
            System.err.println("producer " + id + " gave up record " + number + ": " + error);
            // The client calls back from within send() if, and only if, it has not even queued the record.
            journal.appendTimed(Thread.currentThread() == caller ? "f" : "u", id, number);
            failure.set(error);
          }
        });
      } catch (KafkaException | IllegalStateException e) {
        journal.appendTimed("f", id, number);
        throw e;
      }
    }
  }

  private final class Idempotent extends Writer {
    Idempotent(int id, Identity identity) {
      super(id, identity);
    }

    @Override
    String kind() {
      return "idempotent";
    }

    @Override
    void writeWith(KafkaProducer<byte[], byte[]> client) {
      while (!stopped.getAsBoolean()) {
        pace.take(1);
        send(client, Message.NO_TRANSACTION, acknowledged::incrementAndGet, new AtomicReference<>());
      }
      client.flush();
    }
  }

  private final class Transactional extends Writer {
    private final Random random;
    private long transactions;

    Transactional(int id, Identity identity) {
      super(id, identity);
      random = new Random(id);
    }

    @Override
    String kind() {
      return "transactional";
    }

    @Override
    Properties config() {
      Properties config = super.config();
      config.setProperty("transactional.id", settings.transactionalIds() + id);
      config.putIfAbsent("transaction.timeout.ms", "60000");
      return config;
    }

    @Override
    void writeWith(KafkaProducer<byte[], byte[]> client) {
      client.initTransactions();
      while (!stopped.getAsBoolean()) {
        transaction(client);
      }
    }

    private void transaction(KafkaProducer<byte[], byte[]> client) {
      long number = transactions++;
      int size = random.nextInt(MIN_TRANSACTION, MAX_TRANSACTION + 1);
      boolean abort = random.nextDouble() < ABORTED_SHARE;
      pace.take(size);
      journal.append("b", id, number, sequence, size);
      journal.flush();
      long next = sequence + size;
      long begin = System.nanoTime();
      String outcome = "F";
      try {
        client.beginTransaction();
        AtomicReference<Exception> failure = new AtomicReference<>();
        for (int i = 0; i < size; i++) {
          send(client, number, () -> {}, failure);
        }
        // What is to be aborted has to be in the log first; and whether all was sent tells a failure from a doubt.
        client.flush();
        if (failure.get() != null) {
          throw new KafkaException("a record of transaction " + number, failure.get());
        }
        if (abort) {
          client.abortTransaction();
          outcome = "A";
        } else {
          outcome = "U";
          client.commitTransaction();
          outcome = "C";
          acknowledged.addAndGet(size);
        }
      } catch (KafkaException e) {
        requireNoRefusal(e);
        // What the documentation of Kafka's client asks for. It fails where the error is final, or the fate is unknown.
        client.abortTransaction();
        outcome = asksToAbort(e) && System.nanoTime() - begin < AT_ONCE.toNanos() ? "R" : "F";
        System.err.println("producer " + id + " aborted transaction " + number + " (" + outcome + "): " + causes(e));
      } finally {
        journal.appendTimed(outcome, id, number);
        sequence = next;
      }
    }

    private static boolean asksToAbort(Throwable e) {
      return e instanceof TransactionAbortableException || (e.getCause() != null && asksToAbort(e.getCause()));
    }

    private static String causes(Throwable e) {
      return e + (e.getCause() == null ? "" : ", because of " + causes(e.getCause()));
    }
  }
}
