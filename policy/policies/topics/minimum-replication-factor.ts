import { type ResourceValidationPolicy, UnknownValueError } from "@pulumi/policy";

const required = 3;

/**
 * Three replicas let one broker be down for maintenance while another one fails. Fewer lose records then; more than
 * there are brokers cannot be placed.
 */
export const minimumReplicationFactor: ResourceValidationPolicy = {
  name: "kafka-topic-minimum-replication-factor",
  description: "A topic has three replicas of every partition.",
  enforcementLevel: "mandatory",
  remediationSteps: "Set replicationFactor to 3.",
  validateResource: (args, report) => {
    if (args.type !== "kafka:index/topic:Topic") {
      return;
    }
    const found = replicationFactor(args.props);
    if (found !== required) {
      report(`replicationFactor must be ${required}, written out, but is ${found ?? "absent"}. Set it to ${required}.`);
    }
  },
};

// A value that a preview does not know yet would excuse the topic from the rule, so it counts as a wrong one.
function replicationFactor(props: Readonly<Record<string, unknown>>): unknown {
  try {
    return props.replicationFactor;
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return "not known before the update";
    }
    throw error;
  }
}
