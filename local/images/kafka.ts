import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cached, digestOf } from "../support/cache";
import { step } from "../support/progress";
import { run } from "../support/run";
import { logConfigs } from "./logging";
import { freshLog } from "./logs";
import { mainClasses, renderScripts } from "./scripts";
import { type KafkaRelease, versions } from "./versions";

const pom = join(__dirname, "kafka", "pom.xml");

/** A release's files that are ours, by their path below /opt/kafka: its scripts and its logging configurations. */
export function kafkaFiles(release: KafkaRelease): Readonly<Record<string, string>> {
  const below = (folder: string, files: Readonly<Record<string, string>>) =>
    Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]);
  return Object.fromEntries([...below("bin", renderScripts(release)), ...below("config", logConfigs(release))]);
}

/** What a release's image is made from, beside its Containerfile. */
export const kafkaInputs = (release: KafkaRelease): readonly string[] => [
  JSON.stringify(kafkaFiles(release)),
  librariesDigest(release),
];

/** Fills a folder with what goes to /opt/kafka. */
export async function fillKafkaHome(release: KafkaRelease, home: string): Promise<void> {
  await cp(await kafkaLibraries(release), join(home, "libs"), { recursive: true });
  for (const [path, content] of Object.entries(kafkaFiles(release))) {
    const file = join(home, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: path.startsWith("bin/") ? 0o755 : 0o644 });
  }
}

const mavenOptions = (release: KafkaRelease) => [
  `-Dkafka.version=${release.version}`,
  ...(release.logging === "log4j2" ? [`-Dlog4j2.version=${release.log4j2}`] : []),
  `-P${release.logging}`,
  `org.apache.maven.plugins:maven-dependency-plugin:${versions.mavenDependencyPlugin}:copy-dependencies`,
];

const librariesDigest = (release: KafkaRelease) => digestOf(mavenOptions(release), [pom]);

/**
 * The libraries of a release, as Maven delivers them: apart from the image, so that a change of a script does not ask
 * Maven again.
 *
 * @returns the folder with the jars
 */
export function kafkaLibraries(release: KafkaRelease): Promise<string> {
  return cached(`images/kafka-libs-${release.version}`, librariesDigest(release), (dir) =>
    step(`Kafka ${release.version} from Maven`, async () => {
      const logFile = await freshLog(`maven-kafka-${release.version}`);
      // A file whose checksum differs is an error, not the warning that it is by default.
      const options = ["--batch-mode", "--quiet", "--strict-checksums", `--file=${pom}`, `-DoutputDirectory=${dir}`];
      // Maven reports errors on standard output and colour codes on standard error: one stream tells the failure.
      const maven = ["-c", 'exec mvn "$@" 2>&1', "mvn", ...options, ...mavenOptions(release)];
      await run("sh", maven, { logFile });
      const missing = await classesMissingIn(dir, [...mainClasses(release).values()]);
      if (missing.length > 0) {
        throw new Error(`Kafka ${release.version} has no class ${missing.join(", ")}: correct the scripts' table`);
      }
    }),
  );
}

/** A jar's directory names its files in plain text, so a search finds a class without unpacking anything. */
async function classesMissingIn(libraries: string, classes: readonly string[]): Promise<readonly string[]> {
  let missing = classes;
  for (const jar of await readdir(libraries)) {
    const content = await readFile(join(libraries, jar));
    missing = missing.filter((name) => !content.includes(`${name.replaceAll(".", "/")}.class`));
  }
  return missing;
}
