package main

// This file finds out which resource plugins a program needs: those of the npm packages installed for it whose
// package.json has a "pulumi" section that names a plugin.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is what this host reads of a package.json.
type manifest struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Pulumi  struct {
		Resource         bool              `json:"resource"`
		Name             string            `json:"name"`
		Version          string            `json:"version"`
		Server           string            `json:"server"`
		Parameterization *parameterization `json:"parameterization"`
	} `json:"pulumi"`
}

// parameterization is set for packages that were generated from a provider which serves any number of them.
type parameterization struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Value   []byte `json:"value"`
}

// requiredPackages lists the plugins that the packages installed for the program in dir need, each version once.
func requiredPackages(dir string) []*pulumirpc.PackageDependency {
	var required []*pulumirpc.PackageDependency
	listed := map[string]bool{}
	visit := func(m manifest) {
		dependency := m.plugin()
		if dependency == nil {
			return
		}
		key := strings.Join([]string{
			dependency.Name, dependency.Version, dependency.Parameterization.GetName(), dependency.Parameterization.GetVersion(),
		}, "@")
		if !listed[key] {
			listed[key] = true
			required = append(required, dependency)
		}
	}
	visited := map[string]bool{}
	for _, folder := range installFolders(dir) {
		walkModules(folder, visited, visit)
	}
	return required
}

// plugin is the resource plugin that a package needs, or nil.
func (m manifest) plugin() *pulumirpc.PackageDependency {
	name, version := m.Pulumi.Name, m.Pulumi.Version
	if name == "" {
		// Packages from before the "name" field: the scope belongs to the plugin's name unless it is Pulumi's own.
		name = strings.TrimPrefix(strings.TrimPrefix(m.Name, "@pulumi/"), "@")
	}
	if version == "" {
		version = m.Version
	}
	if !m.Pulumi.Resource || name == "" || version == "" {
		return nil
	}
	dependency := &pulumirpc.PackageDependency{
		Name:    name,
		Kind:    "resource",
		Version: "v" + strings.TrimPrefix(version, "v"),
		Server:  m.Pulumi.Server,
	}
	if p := m.Pulumi.Parameterization; p != nil {
		dependency.Parameterization = &pulumirpc.PackageParameterization{Name: p.Name, Version: p.Version, Value: p.Value}
	}
	return dependency
}

// installFolders are the folders whose node_modules holds the program's packages: the nearest one that has any, and in
// a workspace its root too, where the package manager hoists what members share. Folders further up are left out on
// purpose: what happens to be installed in a home directory is no dependency of the program.
func installFolders(dir string) []string {
	var folders []string
	for _, folder := range ancestors(dir) {
		if isDir(filepath.Join(folder, "node_modules")) {
			folders = append(folders, folder)
			break
		}
	}
	if root, err := npm.FindWorkspaceRoot(dir); err == nil {
		folders = append(folders, root)
	}
	return folders
}

// walkModules calls visit for each package in dir/node_modules and for those nested in their own node_modules. Packages
// are remembered in visited by their real paths, since links (workspaces, pnpm) lead to one package from many places.
func walkModules(dir string, visited map[string]bool, visit func(manifest)) {
	for _, path := range modulePaths(filepath.Join(dir, "node_modules")) {
		real, err := filepath.EvalSymlinks(path)
		if err != nil || visited[real] {
			continue // a dangling link is no package
		}
		visited[real] = true
		content, err := os.ReadFile(filepath.Join(real, "package.json"))
		if err != nil {
			continue
		}
		// A package.json that does not parse is none of a Pulumi package; Node.js itself will tell if it is imported.
		var m manifest
		if json.Unmarshal(content, &m) == nil {
			visit(m)
		}
		walkModules(real, visited, visit)
	}
}

// modulePaths lists the packages directly in a node_modules folder, those in scopes (@scope/name) included. Names with
// a leading dot are the package managers' own.
func modulePaths(modules string) []string {
	entries, err := os.ReadDir(modules)
	if err != nil {
		return nil
	}
	var paths []string
	for _, entry := range entries {
		path := filepath.Join(modules, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
		case strings.HasPrefix(entry.Name(), "@"):
			paths = append(paths, modulePaths(path)...)
		default:
			paths = append(paths, path)
		}
	}
	return paths
}

// ancestors lists dir and the folders above it, nearest first, by their real paths: this is how Node.js searches.
func ancestors(dir string) []string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	folders := []string{dir}
	for parent := filepath.Dir(dir); parent != dir; parent = filepath.Dir(dir) {
		folders = append(folders, parent)
		dir = parent
	}
	return folders
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
