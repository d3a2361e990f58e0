import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * A broker does not know a client, or does not let it do something. No broker may say that for a while only, not even
 * one that has just started: to Kafka's clients it is final, and an application that hears it ends.
 */
final class Refusal {
  private Refusal() {}

  /** What is, or caused, an error, if that is a refusal; null if it is none. */
  static Throwable in(Throwable error) {
    Throwable cause = error;
    while (cause != null && !(cause instanceof AuthenticationException || cause instanceof AuthorizationException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Ends this process if an error is a refusal: to go on without one of its clients would prove nothing. */
  static void endIn(Throwable error, String client, Identity identity) {
    Throwable refusal = in(error);
    if (refusal != null) {
      System.err.println("a broker refused " + client + ", which is the " + identity + ": " + refusal);
      Runtime.getRuntime().halt(Load.REFUSED);
    }
  }
}
