import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../local/support/run";
import type { Peers } from "../../local/toolchain/toolchain";
import type { Access } from "./access";
import type { TopicSet } from "./topic-set";

/** Terraform's configuration of a set: a resource for each topic. @param kafkaVersion what brokers run */
export const configuration = (set: TopicSet, { addresses, files }: Access, kafkaVersion: string) => ({
  terraform: { required_providers: { kafka: { source: "Mongey/kafka" } } },
  provider: {
    kafka: {
      bootstrap_servers: addresses,
      kafka_version: kafkaVersion,
      timeout: 60,
      tls_enabled: true,
      ca_cert: contentOf(files.ca),
      client_cert: contentOf(files.cert),
      client_key: contentOf(files.key),
    },
  },
  locals: { topics: set.names },
  resource: {
    kafka_topic: {
      topic: {
        for_each: expression("toset(local.topics)"),
        name: expression("each.value"),
        partitions: set.partitions,
        replication_factor: set.replicationFactor,
        config: set.config,
      },
    },
  },
});

const expression = (text: string) => `\${${text}}`;
const contentOf = (file: string) => expression(`file(${JSON.stringify(file)})`);

/** The provider where it was built: no registry is asked, and `terraform init` has nothing to do. */
const cliConfiguration = ({ others }: Peers): string =>
  `provider_installation {
  dev_overrides {
    "Mongey/kafka" = ${JSON.stringify(others)}
  }
  direct {}
}
`;

/** How Terraform is run. */
interface TerraformArgs {
  readonly peers: Peers;
  /** What brokers run. */
  readonly kafkaVersion: string;
  /** How many operations it may have under way at once. */
  readonly parallelism: number;
}

/** Prepares Terraform in an empty folder. @returns what makes the topics */
export function terraform(
  dir: string,
  set: TopicSet,
  access: Access,
  { peers, kafkaVersion, parallelism }: TerraformArgs,
): () => Promise<unknown> {
  writeFileSync(join(dir, "main.tf.json"), JSON.stringify(configuration(set, access, kafkaVersion)));
  const cli = join(dir, "cli.tfrc");
  writeFileSync(cli, cliConfiguration(peers));
  const env = { TF_CLI_CONFIG_FILE: cli, TF_IN_AUTOMATION: "true", CHECKPOINT_DISABLE: "true" };
  const args = ["apply", "-auto-approve", "-input=false", `-parallelism=${parallelism}`];
  return () => run(join(peers.terraform, "terraform"), args, { cwd: dir, env });
}
