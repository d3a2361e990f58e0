import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The user that the load's applications are, and what it may do. */
final class Account {
  private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
  private static final int ITERATIONS = 4096;
  private static final Duration UNTIL_KNOWN = Duration.ofSeconds(60);

  private final Settings settings;
  private final String user;
  private final String password;

  /** The name and the password are those that the application's clients give. */
  Account(Settings settings) {
    this.settings = settings;
    user = settings.login("username");
    password = settings.login("password");
  }

  /** Makes the user and its rules; returns once every broker knows them. */
  void create(Admin admin) throws Exception {
    admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user,
        new ScramCredentialInfo(MECHANISM, ITERATIONS), password.getBytes(StandardCharsets.UTF_8)))).all().get();
    // Those on topics come last, because it is by them that one sees that a broker has got that far.
    admin.createAcls(List.of(
        rule(TRANSACTIONAL_ID, settings.transactionalIds(), PREFIXED, WRITE),
        rule(GROUP, settings.group(), LITERAL, READ))).all().get();
    List<AclBinding> onTopics = new ArrayList<>();
    for (String topic : settings.topics()) {
      onTopics.add(rule(TOPIC, topic, LITERAL, WRITE));
      onTopics.add(rule(TOPIC, topic, LITERAL, READ));
    }
    admin.createAcls(onTopics).all().get();
    awaitKnown();
  }

  /** Whoever may read or write something may describe it too. */
  private AclBinding rule(ResourceType type, String name, PatternType pattern, AclOperation operation) {
    return new AclBinding(new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  /** Removes what {@link #create} made, all or part of it. */
  void remove(Admin admin) throws Exception {
    admin.deleteAcls(List.of(new AclBindingFilter(ResourcePatternFilter.ANY,
        new AccessControlEntryFilter("User:" + user, null, AclOperation.ANY, AclPermissionType.ANY)))).all().get();
    var deletion = List.<UserScramCredentialAlteration>of(new UserScramCredentialDeletion(user, MECHANISM));
    Load.await(admin.alterUserScramCredentials(deletion).all(), ResourceNotFoundException.class);
  }

  /** Every broker hears of users and rules by itself, within moments. Only now may it refuse what it does not know. */
  private void awaitKnown() {
    long deadline = System.nanoTime() + UNTIL_KNOWN.toNanos();
    for (;;) {
      try {
        for (Node broker : brokers()) {
          ask(broker);
        }
        return;
      } catch (KafkaException | ExecutionException e) {
        if (System.nanoTime() > deadline) {
          Refusal.endIn(e, "the user " + user, Identity.APPLICATION);
          throw new KafkaException("not every broker knows the user " + user, e);
        }
        Pace.pause(Duration.ofMillis(200));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Iterable<Node> brokers() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(settings.clientWith(Identity.APPLICATION, List.of(), List.of()))) {
      return admin.describeCluster().nodes().get();
    }
  }

  /** A new consumer knows no other broker, so it is this one that has to let it in and show it the topics. */
  private void ask(Node broker) {
    var only = List.of("bootstrap.servers=" + broker.host() + ":" + broker.port(), "allow.auto.create.topics=false");
    try (var consumer = new KafkaConsumer<>(settings.clientWith(Identity.APPLICATION, List.of(), only),
        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      settings.topics().forEach(consumer::partitionsFor);
    }
  }
}
