package main

// This file is the service's state and the calls that only tell something or prepare the program's folder. Calls that
// are not here (code generation, packing, linking) answer "unimplemented", which the engine understands.

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// languageHost implements pulumirpc.LanguageRuntimeServer for Node.js.
type languageHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	// engine is the address that programs send their log messages to.
	engine string
	// tracing is the address that programs send their traces to, if any.
	tracing string
	// lifetime ends when the engine cancels, is gone, or interrupts this process; every child ends with it.
	lifetime    context.Context
	endChildren context.CancelFunc
}

func newLanguageHost(ctx context.Context, engine, tracing string) *languageHost {
	lifetime, endChildren := context.WithCancel(ctx)
	return &languageHost{engine: engine, tracing: tracing, lifetime: lifetime, endChildren: endChildren}
}

// Handshake tells the engine's address to a host that was not given it on the command line.
func (h *languageHost) Handshake(
	_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.engine = req.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetPluginInfo tells the version of this host.
func (h *languageHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// Cancel ends all that runs. The engine calls it once, on the user's interrupt, and starts nothing more afterwards.
func (h *languageHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.endChildren()
	return &emptypb.Empty{}, nil
}

// About tells which Node.js would run the program.
func (h *languageHost) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := nodeExecutable()
	if err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("asking %s for its version: %w", node, err)
	}
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(out))}, nil
}

// RuntimeOptionsPrompts has nothing to ask: each option has a default, and lock files name the package manager.
func (h *languageHost) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// GetRequiredPackages lists the resource plugins that the packages installed for the program need.
func (h *languageHost) GetRequiredPackages(
	_ context.Context, req *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	packages := requiredPackages(req.GetInfo().GetProgramDirectory())
	return &pulumirpc.GetRequiredPackagesResponse{Packages: packages}, nil
}

// GetProgramDependencies lists the npm packages in the program's lock file.
func (h *languageHost) GetProgramDependencies(
	ctx context.Context, req *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	opts, err := parseOptions(req.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	dir := req.GetInfo().GetProgramDirectory()
	manager, err := npm.ResolvePackageManager(opts.packageManager, dir)
	if err != nil {
		return nil, err
	}
	packages, err := manager.ListPackages(ctx, dir, req.GetTransitiveDependencies())
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, p := range packages {
		response.Dependencies = append(response.Dependencies, &pulumirpc.DependencyInfo{Name: p.Name, Version: p.Version})
	}
	return response, nil
}

// InstallDependencies runs the package manager in the program's folder, or in the root of its workspace.
func (h *languageHost) InstallDependencies(
	req *pulumirpc.InstallDependenciesRequest,
	stream grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) (err error) {
	opts, err := parseOptions(req.GetInfo().GetOptions())
	if err != nil {
		return err
	}
	ctx, cancel := h.bound(stream.Context())
	defer cancel()
	serial := &serialStream[pulumirpc.InstallDependenciesResponse]{ServerStreamingServer: stream}
	closer, stdout, stderr, err := rpcutil.MakeInstallDependenciesStreams(serial, req.GetIsTerminal())
	if err != nil {
		return err
	}
	defer func() {
		// Closing flushes what the package manager wrote last, which is where it says what went wrong.
		if closeErr := closer.Close(); err == nil {
			err = closeErr
		}
	}()

	dir := req.GetInfo().GetProgramDirectory()
	if root, err := npm.FindWorkspaceRoot(dir); err == nil {
		dir = root
	}
	manager, err := npm.Install(ctx, opts.packageManager, dir, req.GetIsPlugin(), stdout, stderr)
	if err != nil {
		return fmt.Errorf("%s install in %s: %w", manager, dir, err)
	}
	return nil
}
