/** An image that a registry knows by a tag. */
export interface Tagged {
  /** Where the registry is asked, as `https://registry.example.com`. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

const form = /^(?:(?<host>[^/@]*[.:][^/@]*|localhost)\/)?(?<repository>[^:@]+):(?<tag>[^:@/]+)$/;

// What Docker understands by an image without a registry.
const dockerHub = "registry-1.docker.io";

/** Reads the name of an image. @returns nothing where it has no tag, or a digest already */
export function taggedImage(name: string): Tagged | undefined {
  const { host, repository, tag } = form.exec(name)?.groups ?? {};
  if (repository === undefined || tag === undefined) {
    return undefined;
  }
  const isOfficial = host === undefined && !repository.includes("/");
  return {
    // As container runtimes do: a registry on the machine itself is asked without TLS.
    registry: `${/^(localhost|127\.[\d.]+)(:|$)/.test(host ?? "") ? "http" : "https"}://${host ?? dockerHub}`,
    repository: isOfficial ? `library/${repository}` : repository,
    tag,
  };
}
