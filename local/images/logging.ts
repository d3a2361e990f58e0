import type { KafkaRelease } from "./versions";

interface LogFile {
  readonly level: "INFO" | "WARN";
  readonly target: "System.out" | "System.err";
  readonly pattern: string;
}

// A container's log is its output: unlike upstream's files, none of these writes to the container's file system.
const logFiles = {
  log4j: { level: "INFO", target: "System.out", pattern: "[%d] %p %m (%c)%n" },
  "connect-log4j": { level: "INFO", target: "System.out", pattern: "[%d] %p %X{connector.context}%m (%c:%L)%n" },
  // A tool's standard output is its result, which scripts read.
  "tools-log4j": { level: "WARN", target: "System.err", pattern: "[%d] %p %m (%c)%n" },
} as const satisfies Record<string, LogFile>;

/** The configurations of a Kafka distribution, by the first part of their file names. */
export type LogConfig = keyof typeof logFiles;

const log4j2 = {
  file: (name: LogConfig) => `${name}2.yaml`,
  property: (path: string) => `-Dlog4j2.configurationFile=${path}`,
  render: ({ level, target, pattern }: LogFile) => `Configuration:
  Appenders:
    Console:
      name: CONSOLE
      target: ${target === "System.out" ? "SYSTEM_OUT" : "SYSTEM_ERR"}
      PatternLayout:
        pattern: "${pattern}"
  Loggers:
    Root:
      level: ${level}
      AppenderRef:
        - ref: CONSOLE
`,
};

const reload4j = {
  file: (name: LogConfig) => `${name}.properties`,
  property: (path: string) => `-Dlog4j.configuration=file:${path}`,
  render: ({ level, target, pattern }: LogFile) => `log4j.rootLogger=${level}, console
log4j.appender.console=org.apache.log4j.ConsoleAppender
log4j.appender.console.Target=${target}
log4j.appender.console.layout=org.apache.log4j.PatternLayout
log4j.appender.console.layout.ConversionPattern=${pattern}
`,
};

const frameworks = { log4j2, reload4j };

/** The contents of a release's logging configurations, by upstream's file names. */
export function logConfigs({ logging }: KafkaRelease): Readonly<Record<string, string>> {
  const { file, render } = frameworks[logging];
  return Object.fromEntries(Object.entries(logFiles).map(([name, log]) => [file(name as LogConfig), render(log)]));
}

/** The JVM option that selects a logging configuration in the folder `configDir`. */
export function logOption({ logging }: KafkaRelease, configDir: string, name: LogConfig): string {
  const { file, property } = frameworks[logging];
  return property(`${configDir}/${file(name)}`);
}
