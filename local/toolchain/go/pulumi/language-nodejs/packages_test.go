package main

// These tests lay out folders as the package managers do and look which plugins are found in them.

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// layOut writes files (path → content) below a new folder and returns it.
func layOut(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for path, content := range files {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// packageOf is the package.json of an npm package that needs a plugin.
func packageOf(name, version string) string {
	return fmt.Sprintf(`{"name": %q, "version": %q, "pulumi": {"resource": true}}`, name, version)
}

// pluginsOf lists what the program in dir needs as sorted "name@version".
func pluginsOf(dir string) []string {
	var found []string
	for _, dependency := range requiredPackages(dir) {
		found = append(found, dependency.Name+"@"+dependency.Version)
	}
	slices.Sort(found)
	return found
}

func wantPlugins(t *testing.T, dir string, want ...string) {
	t.Helper()
	if got := pluginsOf(dir); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRequiredPackagesInScopesAndNested(t *testing.T) {
	dir := layOut(t, map[string]string{
		"package.json": `{"name": "program", "pulumi": {"resource": true, "name": "self", "version": "9.9.9"}}`,
		"node_modules/@pulumi/random/package.json":       packageOf("@pulumi/random", "4.21.2"),
		"node_modules/plain/package.json":                `{"name": "plain", "version": "1.0.0"}`,
		"node_modules/plain/node_modules/a/package.json": packageOf("a", "2.0.0"),
		"node_modules/a/package.json":                    packageOf("a", "1.0.0"),
		"node_modules/.cache/b/package.json":             packageOf("b", "1.0.0"),
		"node_modules/broken/package.json":               `{"name": `,
		"node_modules/odd/package.json":                  `{"name": "odd", "pulumi": "yes"}`,
	})
	wantPlugins(t, dir, "a@v1.0.0", "a@v2.0.0", "random@v4.21.2")
}

func TestRequiredPackagesAreListedOnce(t *testing.T) {
	same := packageOf("@pulumi/random", "4.21.2")
	dir := layOut(t, map[string]string{
		"node_modules/@pulumi/random/package.json":                same,
		"node_modules/x/package.json":                             `{"name": "x"}`,
		"node_modules/x/node_modules/@pulumi/random/package.json": same,
	})
	wantPlugins(t, dir, "random@v4.21.2")
}

func TestRequiredPackagesOfAProgramBelowItsInstallFolder(t *testing.T) {
	root := layOut(t, map[string]string{
		"node_modules/stray/package.json":     packageOf("stray", "1.0.0"),
		"project/node_modules/a/package.json": packageOf("a", "1.0.0"),
		"project/package.json":                `{"name": "project"}`,
		"project/src/index.ts":                ``,
	})
	wantPlugins(t, filepath.Join(root, "project", "src"), "a@v1.0.0")
}

func TestRequiredPackagesInAWorkspace(t *testing.T) {
	root := layOut(t, map[string]string{
		"package.json":                                    `{"name": "root", "workspaces": ["packages/*"]}`,
		"node_modules/hoisted/package.json":               packageOf("hoisted", "1.0.0"),
		"packages/program/package.json":                   `{"name": "program"}`,
		"packages/program/node_modules/own/package.json":  packageOf("own", "2.0.0"),
		"packages/library/package.json":                   `{"name": "library"}`,
		"packages/library/node_modules/deep/package.json": packageOf("deep", "3.0.0"),
	})
	// npm links the members of a workspace into its root; following a member back to itself must not go on for ever.
	for _, member := range []string{"program", "library"} {
		link := filepath.Join(root, "node_modules", member)
		if err := os.Symlink(filepath.Join("..", "packages", member), link); err != nil {
			t.Fatal(err)
		}
	}
	wantPlugins(t, filepath.Join(root, "packages", "program"), "deep@v3.0.0", "hoisted@v1.0.0", "own@v2.0.0")
}

func TestRequiredPackagesThroughLinkedModules(t *testing.T) {
	root := layOut(t, map[string]string{
		"installed/a/package.json": packageOf("a", "1.0.0"),
		"program/package.json":     `{"name": "program"}`,
	})
	if err := os.Symlink(filepath.Join("..", "installed"), filepath.Join(root, "program", "node_modules")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(root, "installed", "dangling")); err != nil {
		t.Fatal(err)
	}
	wantPlugins(t, filepath.Join(root, "program"), "a@v1.0.0")
}

func TestPluginOfAManifest(t *testing.T) {
	for name, c := range map[string]struct{ manifest, want string }{
		"own name":     {`{"name": "x", "version": "1", "pulumi": {"resource": true, "name": "y", "version": "2"}}`, "y@v2"},
		"pulumi scope": {`{"name": "@pulumi/aws", "version": "1.0.0", "pulumi": {"resource": true}}`, "aws@v1.0.0"},
		"other scope":  {`{"name": "@acme/aws", "version": "v1.0.0", "pulumi": {"resource": true}}`, "acme/aws@v1.0.0"},
		"no resource":  {`{"name": "x", "version": "1.0.0", "pulumi": {"name": "y"}}`, ""},
		"no version":   {`{"name": "x", "pulumi": {"resource": true}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := layOut(t, map[string]string{"node_modules/p/package.json": c.manifest})
			if c.want == "" {
				wantPlugins(t, dir)
			} else {
				wantPlugins(t, dir, c.want)
			}
		})
	}
}

func TestParameterizedPackages(t *testing.T) {
	dir := layOut(t, map[string]string{
		"node_modules/a/package.json": `{"name": "a", "pulumi": {"resource": true, "name": "any", "version": "1.0.0",
			"server": "https://plugins.example", "parameterization": {"name": "a", "version": "5.0.0", "value": "aGk="}}}`,
		"node_modules/b/package.json": `{"name": "b", "pulumi": {"resource": true, "name": "any", "version": "1.0.0",
			"parameterization": {"name": "b", "version": "5.0.0", "value": "aGk="}}}`,
	})
	required := requiredPackages(dir)
	if len(required) != 2 {
		t.Fatalf("one plugin that serves two packages is needed for both: got %v", required)
	}
	first := required[0]
	value := string(first.Parameterization.Value)
	if first.Server != "https://plugins.example" || first.Parameterization.Name != "a" || value != "hi" {
		t.Errorf("got %v", first)
	}
}
